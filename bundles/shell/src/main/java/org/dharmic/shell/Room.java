package org.dharmic.shell;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dharmic.support.Available;

/** One contract of another house, as a command uses it: it waits a moment, then says that the room is not there. */
public final class Room<T> {

    private final String name;
    private final Duration wait;
    private final Available<T> available;

    Room(String name, Class<T> type, Duration wait) {
        this.name = name;
        this.wait = wait;
        this.available = new Available<>(type);
    }

    /** Also when its properties changed. */
    void arrived(T service, Map<String, Object> properties) {
        available.arrived(service, properties);
    }

    void left(T service) {
        available.left(service);
    }

    /**
     * Asks the room. The call may be made again on the next provider when the present one leaves under it.
     *
     * @throws RoomUnavailable when no service came in time
     */
    public <R> R ask(Function<? super T, ? extends R> call) {
        return available.<R>within(wait, call).orElseThrow(() -> new RoomUnavailable(name, wait.toSeconds()));
    }

    /** The service as of now, for completion: nobody waits for a word to complete. */
    public Optional<T> now() {
        return available.now();
    }

    public String name() {
        return name;
    }
}

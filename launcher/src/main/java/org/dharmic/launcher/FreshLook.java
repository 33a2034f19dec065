package org.dharmic.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.launcher.instance.Json;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/**
 * Has the container look at everything now. Its heartbeat does so seldom, and on a full disk it cannot write down what it
 * saw; who asks how it is wants to know it of now.
 */
final class FreshLook {

    /** A look takes milliseconds, just after a start a second; one that hangs is not waited for longer than a person would. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final Layout layout;

    FreshLook(Layout layout) {
        this.layout = layout;
    }

    /** @return a map for each check, with {@code check}, {@code status} and {@code message}; empty when it did not look */
    Optional<List<Map<String, Object>>> take() throws InterruptedException {
        AtomicReference<String> said = new AtomicReference<>("");
        Thread look = new Thread(() -> said.set(look()), "status-look");
        look.setDaemon(true);
        look.start();
        look.join(LIMIT.toMillis());
        List<Map<String, Object>> checks =
                said.get().lines().flatMap(line -> Json.object(line).stream()).toList();
        return checks.isEmpty() ? Optional.empty() : Optional.of(checks);
    }

    private String look() {
        try {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            new ExecClient(layout).run("heartbeat:now --json", said, OutputStream.nullOutputStream());
            return said.toString(StandardCharsets.UTF_8);
        } catch (StartFailure | IOException e) {
            return ""; // the latest look is shown then, with its time
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}

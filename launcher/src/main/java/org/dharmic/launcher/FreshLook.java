package org.dharmic.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.wire.ExecSocket;

/** Has the container look at everything now: its heartbeat does so seldom, and who asks how it is wants to know it of now. */
final class FreshLook {

    /** A look takes milliseconds; one that hangs is not waited for longer than a person would. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final Layout layout;

    FreshLook(Layout layout) {
        this.layout = layout;
    }

    /** @return whether status.json tells of now; if not, it tells of the latest look before */
    boolean take() throws InterruptedException {
        if (!Files.exists(ExecSocket.path(layout.dharmic()))) {
            return false;
        }
        AtomicBoolean taken = new AtomicBoolean();
        Thread look = new Thread(() -> taken.set(look()), "status-look");
        look.setDaemon(true);
        look.start();
        look.join(LIMIT.toMillis());
        return taken.get();
    }

    private boolean look() {
        try {
            OutputStream nowhere = OutputStream.nullOutputStream();
            return new ExecClient(layout).run("heartbeat:now", nowhere, nowhere) == 0;
        } catch (StartFailure | IOException e) {
            return false; // the latest look is shown then, with its time
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package org.dharmic.mail.imap.intake;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.settings.ImapSettings;

/** What other threads want of the one connection. Its owner does it between two steps of its own. */
final class Errands {

    /** Short: while it runs no new mail is looked for. */
    @FunctionalInterface
    interface Errand<T> {
        T run(ImapConnection connection, ImapSettings settings) throws MessagingException, IOException;
    }

    private static final int MOST = 100;

    private record Waiting<T>(Errand<T> errand, CompletableFuture<T> result) {
        void run(ImapConnection connection, ImapSettings settings) throws MessagingException, IOException {
            if (result.isDone()) {
                return; // whoever asked has gone
            }
            try {
                result.complete(errand.run(connection, settings));
            } catch (MessagingException | IOException | RuntimeException e) {
                result.completeExceptionally(new MailUnavailable(HeaderText.reason(e), e));
                throw e;
            }
        }
    }

    private final Deque<Waiting<?>> waiting = new ArrayDeque<>();

    /** Leaves an errand; {@link #await} waits for it. */
    <T> CompletableFuture<T> leave(Errand<T> errand) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (waiting) {
            if (waiting.size() >= MOST) {
                throw new MailUnavailable("too many wait for the connection already");
            }
            waiting.add(new Waiting<>(errand, result));
        }
        return result;
    }

    /** @throws MailUnavailable when it failed or did not end in time; it is not begun afterwards */
    static <T> T await(CompletableFuture<T> result, Duration limit) {
        try {
            return result.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new MailUnavailable("the mailbox did not answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new MailUnavailable(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (CancellationException e) {
            throw new MailUnavailable("the mail channel is leaving; ask the service again", e);
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new MailUnavailable("interrupted while waiting for the mailbox", e);
        }
    }

    /** Does what was left so far. A failure is told to whoever left it, and thrown: the line may be broken. */
    void runAll(ImapConnection connection, ImapSettings settings) throws MessagingException, IOException {
        int now;
        synchronized (waiting) {
            now = waiting.size();
        }
        for (int i = 0; i < now; i++) {
            Waiting<?> next = take();
            if (next != null) {
                next.run(connection, settings);
            }
        }
    }

    /** There is no connection to do them with. */
    void fail(String why) {
        Waiting<?> next;
        while ((next = take()) != null) {
            next.result().completeExceptionally(new MailUnavailable(why));
        }
    }

    private Waiting<?> take() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }
}

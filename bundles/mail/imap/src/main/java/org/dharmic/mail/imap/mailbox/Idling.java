package org.dharmic.mail.imap.mailbox;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wait in IDLE (RFC 9051 section 6.3.13) on one connection. The library's own never notices a dead line, and loses what the server says
 * before it begins to idle: a mail that comes in this very moment.
 */
final class Idling {

    private static final Logger LOG = LoggerFactory.getLogger(Idling.class);

    private final Watchdog watchdog;
    private final Object lock = new Object();
    /** All guarded by {@link #lock}; set while the server idles. */
    private IMAPProtocol idling;

    private boolean doneSent;
    private Optional<Look> next = Optional.empty();
    /** Over the answer to IDLE, then over the answer to DONE. */
    private Watchdog.Watch watch;

    Idling(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /**
     * Waits until a mail arrives, {@code keepalive} has passed or {@link #interrupt} is called. When it returns the server has
     * just answered DONE.
     *
     * @param unwanted checked once the server is idling: true ends it at once
     * @param next asked for in one go with DONE, whose answer is not waited for; not where the server ends it by itself
     * @throws org.eclipse.angus.mail.iap.CommandFailedException when the server does not want to
     */
    void await(IMAPProtocol protocol, Duration keepalive, BooleanSupplier unwanted, Optional<Look> next)
            throws ProtocolException {
        synchronized (lock) {
            doneSent = false;
            this.next = next;
            watch = watchdog.watch("IDLE");
        }
        Future<?> enough = watchdog.after(keepalive, this::interrupt);
        try {
            readUntilDone(protocol, begin(protocol), () -> enough.isDone() || unwanted.getAsBoolean());
        } finally {
            enough.cancel(false);
            synchronized (lock) {
                idling = null;
                watch.close();
            }
        }
    }

    private static String begin(IMAPProtocol protocol) throws ProtocolException {
        try {
            return protocol.writeCommand("IDLE", null);
        } catch (IOException e) {
            throw new ConnectionException("the line broke at IDLE: " + e.getMessage());
        }
    }

    private void readUntilDone(IMAPProtocol protocol, String tag, BooleanSupplier unwanted) throws ProtocolException {
        boolean news = false;
        while (true) {
            Response response = read(protocol);
            if (isSilence(response)) {
                continue; // how long it may last is the watchdog's to say
            }
            if (response.isBYE()) {
                throw ended(protocol, response);
            }
            if (response.isTagged() && tag.equals(response.getTag())) {
                protocol.handleResult(response);
                return;
            }
            if (response.isContinuation()) {
                begun(protocol);
                news |= unwanted.getAsBoolean();
            } else {
                protocol.notifyResponseHandlers(new Response[] {response});
                news |= response instanceof IMAPResponse untagged && untagged.keyEquals("EXISTS");
            }
            if (news) {
                interrupt();
            }
        }
    }

    private static Response read(IMAPProtocol protocol) throws ProtocolException {
        try {
            return protocol.readResponse();
        } catch (IOException e) {
            return Response.byeResponse(e);
        }
    }

    private void begun(IMAPProtocol protocol) {
        synchronized (lock) {
            watch.close();
            idling = protocol;
        }
    }

    private ConnectionException ended(IMAPProtocol protocol, Response bye) {
        synchronized (lock) {
            idling = null; // before the library hears of it, and lets go of the line
            if (watch.hasCut()) {
                return new ConnectionException(watch.why());
            }
        }
        if (bye.isSynthetic()) {
            return new ConnectionException(
                    "the line broke in IDLE: " + bye.getException().getMessage());
        }
        protocol.notifyResponseHandlers(new Response[] {bye});
        return new ConnectionException("the server said BYE in IDLE: " + bye.getRest());
    }

    /** A read that ran into its time-out with nothing read. */
    private static boolean isSilence(Response response) {
        return response.isBYE()
                && response.isSynthetic()
                && response.getException() instanceof SocketTimeoutException timeout
                && ((InterruptedIOException) timeout).bytesTransferred == 0;
    }

    /** Ends a wait that is under way. For any thread. */
    void interrupt() {
        synchronized (lock) {
            if (idling != null && !doneSent) {
                doneSent = true;
                watch = watchdog.watch("DONE");
                next.ifPresent(Look::begin);
                idling.idleAbort(); // writes DONE; a few bytes into the socket's buffer, as is the next
                next.ifPresent(look -> ask(look, idling));
            }
        }
    }

    private static void ask(Look look, IMAPProtocol protocol) {
        try {
            look.ask(protocol);
        } catch (ProtocolException e) {
            LOG.debug("The line broke behind DONE, which the thread that reads from it will notice", e);
        }
    }
}

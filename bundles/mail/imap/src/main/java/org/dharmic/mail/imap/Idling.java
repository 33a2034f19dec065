package org.dharmic.mail.imap;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * The wait in IDLE on one connection. The library's own {@code idle()} never notices a dead line: here every silence of the
 * probe time wakes us, and after DONE such a silence means that the line is dead.
 */
final class Idling {

    private final Duration probe;
    private final Object lock = new Object();
    /** All guarded by {@link #lock}. */
    private IMAPProtocol idling;

    private boolean doneSent;
    private long doneAt;

    /** @param probe longest silence of the server after a command */
    Idling(Duration probe) {
        this.probe = probe;
    }

    /**
     * Waits until a mail arrives, {@code keepalive} has passed or {@link #interrupt} is called.
     *
     * @param unwanted checked once the server is idling: true ends it at once
     */
    void await(IMAPProtocol protocol, Duration keepalive, BooleanSupplier unwanted) throws ProtocolException {
        long deadline = System.nanoTime() + keepalive.toNanos();
        protocol.idleStart();
        synchronized (lock) {
            idling = protocol;
            doneSent = false;
        }
        try {
            if (unwanted.getAsBoolean()) {
                interrupt();
            }
            readUntilDone(protocol, deadline);
        } finally {
            synchronized (lock) {
                idling = null;
            }
        }
    }

    private void readUntilDone(IMAPProtocol protocol, long deadline) throws ProtocolException {
        while (true) {
            Response response = protocol.readIdleResponse();
            if (isSilence(response)) {
                synchronized (lock) { // the silence may have begun long before DONE was sent
                    if (doneSent && System.nanoTime() - doneAt >= probe.toNanos()) {
                        throw new ConnectionException("no reply to DONE for " + probe.toSeconds() + " s");
                    }
                }
            } else if (response == null || !protocol.processIdleResponse(response)) {
                return;
            } else if (response instanceof IMAPResponse untagged && untagged.keyEquals("EXISTS")) {
                interrupt();
            }
            if (System.nanoTime() - deadline >= 0) {
                interrupt();
            }
        }
    }

    /** A read that ran into its time-out with nothing read. */
    private static boolean isSilence(Response response) {
        return response != null
                && response.isBYE()
                && response.isSynthetic()
                && response.getException() instanceof SocketTimeoutException timeout
                && ((InterruptedIOException) timeout).bytesTransferred == 0;
    }

    /** Ends a wait that is under way. For any thread. */
    void interrupt() {
        synchronized (lock) {
            if (idling != null && !doneSent) {
                doneSent = true;
                doneAt = System.nanoTime();
                idling.idleAbort(); // writes DONE; a few bytes into the socket's buffer
            }
        }
    }
}

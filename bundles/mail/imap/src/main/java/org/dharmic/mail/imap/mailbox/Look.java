package org.dharmic.mail.imap.mailbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/**
 * One look for new mail: NOOP makes the server look itself, and the search behind it says what it found. NOOP may go out with the
 * DONE before it; the search waits for the answer to NOOP, for Dovecot 2.3 leaves it lying in its input buffer when NOOP has found
 * mail. Written by one thread and read by another, after the lock of {@link Idling} has passed over.
 */
public final class Look {

    private final long after;
    private final Runnable beginning;
    private String noop = "";
    private long[] uids = {};

    /** @param after a UID: mails above it are looked for */
    Look(long after) {
        this(after, () -> {});
    }

    /** @param beginning called before the server is asked at the end of IDLE, on whatever thread ends it */
    Look(long after, Runnable beginning) {
        this.after = after;
        this.beginning = beginning;
    }

    void begin() {
        beginning.run();
    }

    public boolean isAsked() {
        return !noop.isEmpty();
    }

    /** Writes the question; the answer is waited for later. */
    void ask(IMAPProtocol protocol) throws ProtocolException {
        try {
            noop = protocol.writeCommand("NOOP", null);
        } catch (IOException e) {
            throw new ConnectionException("the line broke at a look for new mail: " + e.getMessage());
        }
    }

    void read(IMAPProtocol protocol, Watchdog watchdog, Runnable synced) throws ProtocolException {
        Watchdog.Watch watch = watchdog.watch("NOOP");
        try {
            answer(protocol, noop);
        } catch (ConnectionException e) {
            throw watch.hasCut() ? new ConnectionException(watch.why()) : e;
        } finally {
            watch.close();
        }
        synced.run();
        // "n:*" always names the last mail, even where its UID is lower.
        uids = numbers(Dialogue.command(protocol, "UID SEARCH UID " + (after + 1) + ":*"))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Whether the answer holds all that is above this UID. */
    public boolean covers(long uid) {
        return after <= uid;
    }

    /** The UIDs found above this one, ascending. */
    public long[] above(long uid) {
        return Arrays.stream(uids).filter(each -> each > uid).toArray();
    }

    /** What the server says up to the end of one command, as the library does it for one that it has just written. */
    private static Response[] answer(IMAPProtocol protocol, String tag) throws ProtocolException {
        List<Response> answer = new ArrayList<>();
        Response last;
        do {
            last = next(protocol);
            answer.add(last);
        } while (!last.isBYE() && !(last.isTagged() && tag.equals(last.getTag())));
        Response[] responses = answer.toArray(Response[]::new);
        protocol.notifyResponseHandlers(responses);
        protocol.handleResult(last);
        return responses;
    }

    private static Response next(IMAPProtocol protocol) throws ProtocolException {
        try {
            return protocol.readResponse();
        } catch (IOException e) {
            return Response.byeResponse(e); // as the library has it: the handlers hear that the line is gone
        }
    }

    /** What a search found. */
    static LongStream numbers(Response... responses) {
        LongStream.Builder found = LongStream.builder();
        for (Response response : responses) {
            if (response instanceof IMAPResponse untagged && untagged.keyEquals("SEARCH")) {
                long uid;
                while ((uid = untagged.readLong()) > 0) {
                    found.add(uid);
                }
            }
        }
        return found.build();
    }
}

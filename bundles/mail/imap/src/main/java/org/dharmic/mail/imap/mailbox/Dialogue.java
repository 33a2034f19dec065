package org.dharmic.mail.imap.mailbox;

import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.iap.ResponseHandler;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;

/**
 * The talk with the server over the folder's connection, without the library's folder in between. Whenever that is asked whether
 * it is open and the line was quiet for a second, it says NOOP and waits for the answer; it keeps something of each mail that it
 * hears of, for as long as it is open; and once the line is lost it makes another one by itself. Belongs to the connection's
 * thread.
 */
final class Dialogue {

    /** What is said, and heard. */
    @FunctionalInterface
    interface Exchange<T> {
        T over(IMAPProtocol protocol) throws ProtocolException;
    }

    private final IMAPProtocol protocol;
    private boolean ended;

    /** @param folder open; it hears nothing more from now on */
    Dialogue(IMAPFolder folder) throws MessagingException {
        protocol = (IMAPProtocol) folder.doCommand(line -> line);
        protocol.removeResponseHandler(folder);
        protocol.addResponseHandler(response -> ended |= response.isBYE());
    }

    /** @param handler is told what the server says by itself, on the connection's thread */
    void listen(ResponseHandler handler) {
        protocol.addResponseHandler(handler);
    }

    /** @throws MessagingException with the library's as its cause, see {@link Mailbox#isRefusal} */
    <T> T exchange(Exchange<T> exchange) throws MessagingException {
        if (ended) {
            throw new MessagingException("the line has gone");
        }
        try {
            return exchange.over(protocol);
        } catch (ProtocolException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    /** Says a command and returns all that is heard up to its end. */
    static Response[] command(IMAPProtocol protocol, String command) throws ProtocolException {
        Response[] responses = protocol.command(command, null);
        protocol.notifyResponseHandlers(responses);
        protocol.handleResult(responses[responses.length - 1]);
        return responses;
    }
}

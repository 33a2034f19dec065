package org.dharmic.mail.imap.mailbox;

import jakarta.mail.MessagingException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a provider files what was sent through it. It is looked into over the same connection, which selects it and then its
 * own folder again; when anything in between fails the connection is of no more use, and its owner makes another one.
 *
 * <p>Through the library that would be a second connection, or the folder's whole state thrown away and read again.
 */
public final class SentFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SentFolder.class);
    /** As providers and programs name it that mark no folder. */
    private static final Set<String> USUAL = Set.of("sent", "sent items", "sent messages", "sent mail");

    private final Dialogue dialogue;
    private final IMAPFolder selected;
    private final boolean readOnly;
    private final Optional<String> configured;
    /** Null before anybody asked. */
    private Optional<String> name;

    /**
     * @param selected the folder that the connection is for, open
     * @param readOnly how it is open
     * @param configured the name of the one for sent mail; empty to find it
     */
    SentFolder(Dialogue dialogue, IMAPFolder selected, boolean readOnly, Optional<String> configured) {
        this.dialogue = dialogue;
        this.selected = selected;
        this.readOnly = readOnly;
        this.configured = configured;
    }

    /** Its name; empty when the account has none. */
    public Optional<String> name() throws MessagingException {
        if (name == null) {
            name = configured.isPresent() ? configured : found();
        }
        return name;
    }

    private Optional<String> found() throws MessagingException {
        ListInfo[] folders = dialogue.exchange(protocol -> protocol.list("", "*"));
        if (folders == null) {
            return Optional.empty();
        }
        Optional<String> marked = marked(folders);
        if (marked.isEmpty()) { // some mark their folders only when asked to (RFC 6154 section 3)
            marked = marked(dialogue.exchange(SentFolder::withMarks));
        }
        return marked.or(() -> Arrays.stream(folders)
                .filter(each -> each.canOpen && USUAL.contains(last(each)))
                .map(each -> each.name)
                .findFirst());
    }

    private static Optional<String> marked(ListInfo... folders) {
        return Arrays.stream(folders)
                .filter(each -> each.attrs != null)
                .filter(each -> Arrays.stream(each.attrs).anyMatch("\\Sent"::equalsIgnoreCase))
                .map(each -> each.name)
                .findFirst();
    }

    private static ListInfo[] withMarks(IMAPProtocol protocol) throws ProtocolException {
        if (!protocol.hasCapability("SPECIAL-USE")) {
            return new ListInfo[0];
        }
        Response[] responses = protocol.command("LIST \"\" \"*\" RETURN (SPECIAL-USE)", null);
        ListInfo[] folders = new ListInfo[responses.length];
        int count = 0;
        for (Response response : responses) {
            if (response instanceof IMAPResponse untagged && untagged.keyEquals("LIST")) {
                folders[count++] = new ListInfo(untagged);
            }
        }
        protocol.notifyResponseHandlers(responses);
        return Arrays.copyOf(folders, count);
    }

    private static String last(ListInfo folder) {
        return folder.name
                .substring(folder.name.lastIndexOf(folder.separator) + 1)
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a mail lies in it; empty when the account has no such folder, or it cannot be opened.
     *
     * @param messageId with angle brackets
     * @throws MessagingException after which the connection must not be used any more
     */
    public Optional<Boolean> holds(String messageId) throws MessagingException {
        Optional<String> folder = name();
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(dialogue.exchange(protocol -> search(protocol, folder.get(), messageId)));
    }

    private Boolean search(IMAPProtocol protocol, String folder, String messageId) throws ProtocolException {
        // The selected folder's own handlers must not hear how many mails there are in another one.
        Response[] opened = protocol.command("EXAMINE", mailbox(protocol, folder));
        Boolean found = null;
        if (opened[opened.length - 1].isOK()) {
            Response[] responses =
                    protocol.command("UID SEARCH HEADER Message-ID", new Argument().writeString(messageId));
            protocol.handleResult(responses[responses.length - 1]);
            found = Arrays.stream(responses).anyMatch(SentFolder::namesAMail);
        } else {
            LOG.warn("The Sent folder {} cannot be opened: {}", folder, opened[opened.length - 1]);
        }
        selectAgain(protocol);
        return found;
    }

    private static boolean namesAMail(Response response) {
        return response instanceof IMAPResponse untagged && untagged.keyEquals("SEARCH") && untagged.readLong() > 0;
    }

    private void selectAgain(IMAPProtocol protocol) throws ProtocolException {
        Response[] responses =
                protocol.command(readOnly ? "EXAMINE" : "SELECT", mailbox(protocol, selected.getFullName()));
        protocol.handleResult(responses[responses.length - 1]);
        IMAPResponse exists = Arrays.stream(responses)
                .filter(each -> each instanceof IMAPResponse untagged && untagged.keyEquals("EXISTS"))
                .map(IMAPResponse.class::cast)
                .findFirst()
                .orElseThrow(() -> new ProtocolException("the server does not say how many mails there are"));
        protocol.notifyResponseHandlers(new Response[] {exists}); // mails that came meanwhile are told of only here
        try {
            if (new MailboxInfo(responses).uidvalidity != selected.getUIDValidity()) {
                throw new ProtocolException("the folder was made anew meanwhile");
            }
        } catch (MessagingException e) {
            throw new ProtocolException("the folder was closed meanwhile", e);
        }
    }

    private static Argument mailbox(IMAPProtocol protocol, String name) {
        return new Argument().writeString(protocol.supportsUtf8() ? name : BASE64MailboxEncoder.encode(name));
    }
}

package org.dharmic.mail.imap;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.ReadOnlyFolderException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.URLName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dharmic.mail.imap.mime.HeaderText;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.MessageSet;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One IMAP connection with one folder selected. Belongs to the thread that opened it; others may only call
 * {@link #interruptIdle} and {@link #abort}.
 *
 * <p>Store commands and a second folder would make the library open another connection, so that everything goes through
 * the one folder.
 */
final class ImapConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImapConnection.class);
    /** Survives where a mail client sets and clears {@code \Answered} for the person's own replies. */
    private static final String KEYWORD = "$Answered";

    /** Mails up to this size are fetched several at a time: over a slow line the round trips are what costs. */
    private static final long SMALL = 256 * 1024;

    private static final long BATCH_BYTES = 1024 * 1024;
    private static final int BATCH_MAILS = 50;

    /**
     * A mail as the server lists it.
     *
     * @param bytes its content when it was fetched together with others
     */
    record Listed(long uid, long size, Instant internalDate, IMAPMessage message, Optional<byte[]> bytes) {

        /**
         * The raw bytes, without setting {@code \Seen}. Those of a big mail are read in pieces as they are asked for;
         * reading throws an IOException when the line drops. It ends early when the server refuses a piece.
         */
        InputStream open() throws MessagingException {
            if (bytes.isPresent()) {
                return new ByteArrayInputStream(bytes.get());
            }
            message.setPeek(true);
            return message.getMimeStream();
        }
    }

    private final ImapSettings.Line line;
    private final String folderName;
    private final Duration probe;
    private final TrackedSockets sockets;
    private final IMAPStore store;
    private final IMAPFolder folder;
    private final boolean canIdle;

    /** How often the server told of new mail; it tells each one once, in the answer to whatever command comes next. */
    private volatile int announcements;

    private volatile int announcementsBeforeList;

    private final Idling idling;

    private ImapConnection(
            ImapSettings settings, TrackedSockets sockets, IMAPStore store, IMAPFolder folder, boolean canIdle) {
        line = settings.imapLine();
        folderName = settings.folder();
        probe = settings.probe();
        this.sockets = sockets;
        this.store = store;
        this.folder = folder;
        this.canIdle = canIdle;
        idling = new Idling(probe);
    }

    /**
     * Connects, logs in and selects the folder; read-only where the server allows no more.
     *
     * @throws jakarta.mail.AuthenticationFailedException when the credentials are refused
     */
    static ImapConnection open(ImapSettings settings, Sessions sessions, String password, TrackedSockets sockets)
            throws MessagingException, IOException {
        Server server = settings.imapLine().server();
        Session session = sessions.session("imap", settings.imapLine(), settings.probe(), sockets);
        IMAPStore store = new IMAPStore(session, new URLName("imap", server.host(), server.port(), null, null, null));
        boolean opened = false;
        try {
            store.connect(server.host(), server.port(), settings.imapLine().user(), password);
            IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
            try {
                folder.open(Folder.READ_WRITE);
            } catch (ReadOnlyFolderException e) {
                LOG.debug("The folder can only be read: answered mails get no flag", e);
                folder.open(Folder.READ_ONLY);
            }
            boolean canIdle = (Boolean) folder.doCommand(protocol -> protocol.hasCapability("IDLE"));
            ImapConnection connection = new ImapConnection(settings, sockets, store, folder, canIdle);
            folder.doCommand(protocol -> {
                protocol.addResponseHandler(connection::heard);
                return null;
            });
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                sockets.abort();
            }
        }
    }

    /** Whether these settings would make the same connection. */
    boolean madeWith(ImapSettings settings) {
        return line.equals(settings.imapLine())
                && folderName.equals(settings.folder())
                && probe.equals(settings.probe());
    }

    boolean canIdle() {
        return canIdle;
    }

    long uidValidity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /**
     * A UID above all mails of now. What the server said when the folder was selected may be long ago, and some say
     * nothing: so the last mail is asked as well.
     */
    long uidNext() throws MessagingException {
        long next = Math.max(1, folder.getUIDNext());
        Optional<Message> last = last();
        return last.isEmpty() ? next : Math.max(next, folder.getUID(last.get()) + 1);
    }

    /** When the newest mail came in, by the server's clock; the epoch in an empty folder. */
    Instant newest() throws MessagingException {
        Optional<Message> last = last();
        return last.isEmpty() ? Instant.EPOCH : instant(last.get().getReceivedDate());
    }

    private Optional<Message> last() throws MessagingException {
        int count = folder.getMessageCount();
        if (count < 1) {
            return Optional.empty();
        }
        Message[] last = {folder.getMessage(count)};
        folder.fetch(last, profile());
        return Optional.of(last[0]);
    }

    /** Asks the server for news; also shows that it is still there. */
    void noop() throws MessagingException {
        folder.doCommand(protocol -> {
            protocol.noop();
            return null;
        });
    }

    /** Called by the library on the thread that reads, this connection's owner. */
    private void heard(Response response) {
        if (response instanceof IMAPResponse untagged && untagged.keyEquals("EXISTS")) {
            announcements = announcements + 1;
        }
    }

    /** Whether the server told of mail since the last listing began; IDLE would not tell of it again. */
    boolean hasNews() {
        return announcements != announcementsBeforeList;
    }

    /**
     * The mails with a higher UID, lowest first.
     *
     * @throws MessagingException also when the server has mails whose arrival it never told us of: the library leaves those
     *     out in silence, and only a new connection shows them
     */
    List<Listed> list(long afterUid) throws MessagingException {
        announcementsBeforeList = announcements;
        Set<Long> there = uidsAfter(afterUid);
        if (there.isEmpty()) {
            return List.of();
        }
        Message[] messages = folder.getMessagesByUID(afterUid + 1, UIDFolder.LASTUID);
        folder.fetch(messages, profile());
        List<Listed> listed = new ArrayList<>(messages.length);
        for (Message message : messages) {
            if (message == null || message.isExpunged()) {
                continue;
            }
            try {
                long uid = folder.getUID(message);
                if (uid > afterUid) {
                    listed.add(new Listed(
                            uid,
                            ((IMAPMessage) message).getSizeLong(),
                            instant(message.getReceivedDate()),
                            (IMAPMessage) message,
                            Optional.empty()));
                }
            } catch (MessageRemovedException e) {
                LOG.debug("A mail went while it was listed", e);
            }
        }
        listed.sort(Comparator.comparingLong(Listed::uid));
        listed.forEach(mail -> there.remove(mail.uid()));
        if (!there.isEmpty() && listed.isEmpty()) {
            throw new MessagingException(there.size() + " mails are there that the server did not tell of");
        }
        return listed;
    }

    private Set<Long> uidsAfter(long afterUid) throws MessagingException {
        Set<Long> uids = new TreeSet<>();
        folder.doCommand(protocol -> {
            for (long uid : protocol.fetchSequenceNumbers(afterUid + 1, UIDFolder.LASTUID)) {
                if (uid > afterUid) { // "n:*" always names the last mail, even where its UID is lower
                    uids.add(uid);
                }
            }
            return null;
        });
        return uids;
    }

    /** In groups that fit into one exchange and into memory; a big mail stands alone. */
    static List<List<Listed>> batches(List<Listed> mails) {
        List<List<Listed>> batches = new ArrayList<>();
        List<Listed> batch = new ArrayList<>();
        long bytes = 0;
        for (Listed mail : mails) {
            if (batch.size() == BATCH_MAILS || !batch.isEmpty() && bytes + mail.size() > BATCH_BYTES) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(mail);
            bytes += mail.size();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /** The same mails, the small ones with their bytes where the server gives all of them; else they are fetched singly. */
    List<Listed> withBytes(List<Listed> batch) throws MessagingException {
        int[] numbers = batch.stream()
                .filter(mail -> mail.size() <= SMALL && !mail.message().isExpunged())
                .mapToInt(mail -> mail.message().getMessageNumber())
                .toArray();
        if (numbers.length == 0) {
            return batch;
        }
        Map<Long, byte[]> contents = new HashMap<>();
        folder.doCommand(protocol -> {
            Response[] responses = protocol.fetch(MessageSet.createMessageSets(numbers), "UID BODY.PEEK[]");
            protocol.notifyResponseHandlers(responses);
            for (Response response : responses) {
                if (response instanceof FetchResponse fetched) {
                    UID uid = fetched.getItem(UID.class);
                    BODY body = fetched.getItem(BODY.class);
                    if (uid != null && body != null && body.getByteArray() != null) {
                        contents.put(uid.uid, body.getByteArray().getNewBytes());
                    }
                }
            }
            if (responses[responses.length - 1].isBYE()) {
                protocol.handleResult(responses[responses.length - 1]);
            }
            return null;
        });
        return batch.stream()
                .map(mail -> new Listed(
                        mail.uid(),
                        mail.size(),
                        mail.internalDate(),
                        mail.message(),
                        Optional.ofNullable(contents.get(mail.uid())).filter(bytes -> bytes.length >= mail.size())))
                .toList();
    }

    private static FetchProfile profile() {
        FetchProfile profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add(IMAPFolder.FetchProfileItem.SIZE);
        profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
        return profile;
    }

    private static Instant instant(Date date) {
        return date == null ? Instant.EPOCH : date.toInstant();
    }

    /**
     * Flags mails as answered.
     *
     * @return how each of them was flagged, or why not; without those that are no longer in the folder
     */
    Map<Long, String> flagAnswered(Set<Long> uids) throws MessagingException {
        if (folder.getMode() == Folder.READ_ONLY) {
            return same(uids, "no flag: the folder can only be read");
        }
        Flags permanent = folder.getPermanentFlags();
        boolean keyword = permanent != null && (permanent.contains(Flags.Flag.USER) || permanent.contains(KEYWORD));
        String flag = keyword ? KEYWORD : "\\Answered";
        Set<Long> flagged = new TreeSet<>();
        try {
            folder.doCommand(protocol -> {
                long[] sorted =
                        uids.stream().mapToLong(Long::longValue).sorted().toArray();
                String set = UIDSet.toString(UIDSet.createUIDSets(sorted));
                Response[] responses = protocol.command("UID STORE " + set + " +FLAGS (" + flag + ")", null);
                protocol.notifyResponseHandlers(responses);
                protocol.handleResult(responses[responses.length - 1]);
                for (Response response : responses) {
                    UID uid = response instanceof FetchResponse fetched ? fetched.getItem(UID.class) : null;
                    if (uid != null) {
                        flagged.add(uid.uid);
                    }
                }
                return null;
            });
        } catch (MessagingException e) {
            if (e.getCause() instanceof CommandFailedException refused) { // a hint for people is not worth a second try
                return same(uids, "no flag: the server refuses it: " + HeaderText.reason(refused));
            }
            throw e;
        }
        flagged.retainAll(uids);
        return same(flagged, flag);
    }

    private static Map<Long, String> same(Set<Long> uids, String how) {
        return uids.stream().collect(Collectors.toMap(uid -> uid, uid -> how));
    }

    /**
     * Waits in IDLE until a mail arrives, {@code keepalive} has passed or {@link #interruptIdle} is called.
     *
     * @param unwanted checked, as is {@link #hasNews}, once the server is idling: true ends it at once
     */
    void idle(Duration keepalive, BooleanSupplier unwanted) throws MessagingException {
        folder.doCommand(protocol -> {
            idling.await(protocol, keepalive, () -> unwanted.getAsBoolean() || hasNews());
            return null;
        });
    }

    /** Ends an IDLE that is under way. For any thread. */
    void interruptIdle() {
        idling.interrupt();
    }

    /** Cuts the line, whatever it is doing. For any thread. */
    void abort() {
        sockets.abort();
    }

    /**
     * Says good-bye and hangs up. Nothing is under way here, so the server's answer is not waited for: over a slow line
     * that would be a part of every pause. The line is down when this returns, and only then may the next one log in.
     */
    @Override
    public void close() {
        try {
            if (folder.isOpen()) {
                folder.doCommand(protocol -> {
                    try {
                        return protocol.writeCommand("LOGOUT", null);
                    } catch (IOException e) {
                        throw new ProtocolException("the line is gone", e);
                    }
                });
            }
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("Logging out failed; the connection is gone either way", e);
        } finally {
            sockets.abort();
            forget();
        }
    }

    /** What the library keeps of the connection. */
    private void forget() {
        try {
            folder.forceClose();
            store.close();
        } catch (MessagingException | RuntimeException e) {
            LOG.debug("The line was cut before", e);
        }
    }
}

package org.dharmic.mail.imap.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.dharmic.mail.imap.connection.Sessions;
import org.dharmic.mail.imap.connection.TrackedSockets;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Server;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One IMAP connection with one folder selected. Belongs to the thread that opened it; others may only call
 * {@link #interruptIdle} and {@link #abort}.
 *
 * <p>Store commands and a second folder would make the library open another connection, so that everything goes over the
 * one folder's.
 */
public final class ImapConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImapConnection.class);
    /** Survives where a mail client sets and clears {@code \Answered} for the person's own replies. */
    private static final String KEYWORD = "$Answered";

    private static final String ANSWERED = "\\Answered";

    private final ImapSettings made;
    private final TrackedSockets sockets;
    private final IMAPStore store;
    private final IMAPFolder folder;
    private final Dialogue dialogue;
    private final boolean readOnly;
    private final Mailbox mailbox;
    private final SentFolder sentFolder;
    private final Idling idling;
    private final long since = System.nanoTime();
    /** No longer once the server has refused to. */
    private boolean canIdle;

    private boolean keywordRefused;

    /** How often the server told of new mail; it tells each one once, in the answer to whatever command comes next. */
    private int announcements;

    private int announcementsBeforeList;
    private boolean toldBeforeLook;
    /** Asked for at the end of IDLE; null when there was none, or it has been used. */
    private Look looked;
    /** The highest UID that was listed, or the one above which nothing was. */
    private long newest;

    private ImapConnection(
            ImapSettings settings, TrackedSockets sockets, IMAPStore store, IMAPFolder folder, Watchdog watchdog)
            throws MessagingException {
        made = settings;
        this.sockets = sockets;
        this.store = store;
        this.folder = folder;
        readOnly = folder.getMode() == Folder.READ_ONLY;
        dialogue = new Dialogue(folder);
        dialogue.listen(this::heard);
        canIdle = dialogue.exchange(protocol -> protocol.hasCapability("IDLE"));
        mailbox = new Mailbox(dialogue, watchdog);
        sentFolder = new SentFolder(dialogue, folder, readOnly, settings.sent().name());
        idling = new Idling(watchdog);
    }

    /**
     * Connects, logs in and selects the folder; read-only where the server allows no more.
     *
     * @throws jakarta.mail.AuthenticationFailedException when the credentials are refused
     */
    public static ImapConnection open(ImapSettings settings, Sessions sessions, String password, TrackedSockets sockets)
            throws MessagingException, IOException {
        Server server = settings.imapLine().server();
        Session session = sessions.session(
                "imap", settings.imapLine(), settings.patience().reply(), sockets);
        IMAPStore store = new Store(session, server, settings.imapLine().token().isPresent());
        boolean opened = false;
        try {
            store.connect(server.host(), server.port(), settings.imapLine().user(), password);
            sessions.connected();
            IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            Watchdog watchdog = new Watchdog(sessions.timer(), sockets::abort, settings.probe());
            ImapConnection connection = new ImapConnection(settings, sockets, store, folder, watchdog);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                sockets.abort();
            }
        }
    }

    /** Where the server takes no tokens the library would show it one as a password. */
    private static final class Store extends IMAPStore {
        private final boolean token;

        Store(Session session, Server server, boolean token) {
            super(session, new URLName("imap", server.host(), server.port(), null, null, null));
            this.token = token;
        }

        @Override
        protected void preLogin(IMAPProtocol protocol) throws ProtocolException {
            if (token && !protocol.hasCapability("AUTH=XOAUTH2")) {
                throw new ProtocolException("the server does not offer XOAUTH2, and auth = xoauth2");
            }
        }
    }

    /** Whether these settings would make the same connection. */
    public boolean madeWith(ImapSettings settings) {
        return made.imapLine().equals(settings.imapLine())
                && made.folder().equals(settings.folder())
                && made.sent().equals(settings.sent())
                && made.probe().equals(settings.probe())
                && made.patience().reply().equals(settings.patience().reply());
    }

    public boolean canIdle() {
        return canIdle;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    /** For how long it has been there. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    public long uidValidity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /** What the server said when the folder was selected; less than 1 when it said nothing. */
    public long uidNext() throws MessagingException {
        return folder.getUIDNext();
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    /** Where the provider files what was sent. */
    public SentFolder sentFolder() {
        return sentFolder;
    }

    /** Called by the library on the thread that reads, this connection's owner. */
    private void heard(Response response) {
        if (response instanceof IMAPResponse untagged && untagged.keyEquals("EXISTS")) {
            announcements++;
        }
    }

    /** The UIDs above this one, ascending. A look that was asked for at the end of IDLE counts, once. */
    public long[] uidsAfter(long uid) throws MessagingException {
        if (looked == null || !looked.covers(uid)) {
            look(new Look(uid));
        }
        long[] uids = looked.above(uid);
        looked = null;
        newest = uids.length == 0 ? uid : uids[uids.length - 1];
        return uids;
    }

    /** A look at what has come since the last listing, for {@link #idle}. */
    public Look nextLook(Runnable beginning) {
        return new Look(newest, beginning);
    }

    /** Looks, or waits for the answer where it was asked for, and keeps what was found for {@link #uidsAfter}. */
    public void look(Look look) throws MessagingException {
        toldBeforeLook = hasNews();
        mailbox.look(look, () -> announcementsBeforeList = announcements);
        looked = look;
    }

    /** What was found at the end of IDLE has grown old. */
    public void forgetLook() {
        looked = null;
    }

    /** Whether the server had told of mail by itself before it was asked the last time. */
    public boolean hadTold() {
        return toldBeforeLook;
    }

    /** Whether the server told of mail since the last look; IDLE would not tell of it again. */
    public boolean hasNews() {
        return announcements != announcementsBeforeList;
    }

    /**
     * Flags mails as answered.
     *
     * @return how each of them was flagged, or why not; without those that are no longer in the folder
     */
    public Map<Long, String> flagAnswered(Set<Long> uids) throws MessagingException {
        if (isReadOnly()) {
            return same(uids, "no flag: the folder can only be read");
        }
        String flag = flag();
        if (flag.isEmpty()) {
            return same(uids, "no flag: the folder keeps none");
        }
        try {
            return same(mailbox.flag(uids, flag), flag);
        } catch (MessagingException e) {
            if (!Mailbox.isRefusal(e)) {
                throw e;
            }
            LOG.debug("The server refuses {}", flag, e);
            if (flag.equals(ANSWERED)) {
                return same(uids, "no flag: the server refuses it");
            }
            keywordRefused = true;
            return flagAnswered(uids);
        }
    }

    private static Map<Long, String> same(Set<Long> uids, String how) {
        return uids.stream().collect(Collectors.toMap(uid -> uid, uid -> how));
    }

    /** What an answered mail is flagged with; empty when the folder keeps no such flag. */
    public String flag() {
        Flags permanent = folder.getPermanentFlags();
        if (permanent == null) {
            return ANSWERED; // a server that says nothing keeps all that everybody knows (RFC 3501 section 7.1)
        }
        if (!keywordRefused && (permanent.contains(Flags.Flag.USER) || permanent.contains(KEYWORD))) {
            return KEYWORD;
        }
        return permanent.contains(Flags.Flag.ANSWERED) ? ANSWERED : "";
    }

    /**
     * Waits in IDLE until a mail arrives, {@code keepalive} has passed or {@link #interruptIdle} is called.
     *
     * @param unwanted checked, as is {@link #hasNews}, once the server is idling: true ends it at once
     * @param next asked for in one go with DONE
     */
    public void idle(Duration keepalive, BooleanSupplier unwanted, Optional<Look> next) throws MessagingException {
        try {
            dialogue.exchange(protocol -> {
                idling.await(protocol, keepalive, () -> unwanted.getAsBoolean() || hasNews(), next);
                return null;
            });
        } catch (MessagingException e) {
            if (!Mailbox.isRefusal(e)) {
                throw e;
            }
            canIdle = false;
            LOG.info("The server offers IDLE and refuses it; it is asked for news instead: {}", e.getMessage());
        }
    }

    /** Ends an IDLE that is under way. For any thread. */
    public void interruptIdle() {
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
            dialogue.exchange(protocol -> {
                try {
                    return protocol.writeCommand("LOGOUT", null);
                } catch (IOException e) {
                    throw new ProtocolException("the line is gone", e);
                }
            });
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

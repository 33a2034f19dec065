package org.dharmic.mail.imap.mailbox;

import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails of the selected folder, by UID alone. The library's own messages stand on sequence numbers, leave out mails of
 * whose arrival the server never told, and are kept for as long as the folder is open: for a connection of months that is a
 * leak. Belongs to the connection's thread.
 */
public final class Mailbox {

    /** A mail with the first bytes of its From and Subject lines. */
    public record Described(Listed mail, byte[] headers) {}

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** Mails up to this size are fetched several at a time: over a slow line the round trips are what costs. */
    private static final int PIECE = 256 * 1024;

    private static final long BATCH_BYTES = 1024 * 1024;
    private static final int BATCH_MAILS = 50;
    /** Enough for two lines that a person reads, however long the mail's header is. */
    private static final int HEADER_BYTES = 4096;

    private final Dialogue dialogue;
    private final Watchdog watchdog;

    Mailbox(Dialogue dialogue, Watchdog watchdog) {
        this.dialogue = dialogue;
        this.watchdog = watchdog;
    }

    // ---- commands

    /** @throws MessagingException with the server's words as its cause when it refuses, see {@link #isRefusal} */
    Response[] command(String command) throws MessagingException {
        return dialogue.exchange(protocol -> Dialogue.command(protocol, command));
    }

    /** Whether the server understood and does not want to; the line is whole then. */
    public static boolean isRefusal(MessagingException e) {
        return e.getCause() instanceof CommandFailedException || e.getCause() instanceof BadCommandException;
    }

    /** Asks the server for news; also shows that it is still there. */
    public void noop() throws MessagingException {
        Watchdog.Watch watch = watchdog.watch("NOOP");
        try {
            command("NOOP");
        } catch (MessagingException e) {
            throw watch.hasCut() ? new MessagingException(watch.why(), e) : e;
        } finally {
            watch.close();
        }
    }

    // ---- listing

    /** The UIDs above this one, ascending, after the server has looked for new mail itself. */
    public long[] uidsAfter(long uid) throws MessagingException {
        Look look = new Look(uid);
        look(look, () -> {});
        return look.above(uid);
    }

    /**
     * Looks for new mail. Of a look that was asked for before only the answer is waited for.
     *
     * @param synced called when the server has looked itself: what it tells from then on may not be in the answer
     */
    public void look(Look look, Runnable synced) throws MessagingException {
        dialogue.exchange(protocol -> {
            if (!look.isAsked()) {
                look.ask(protocol);
            }
            look.read(protocol, watchdog, synced);
            return null;
        });
    }

    /** @param key a search key of ASCII characters */
    public LongStream search(String key) throws MessagingException {
        return Look.numbers(command("UID SEARCH " + key));
    }

    public boolean holds(long uid) throws MessagingException {
        return search("UID " + uid).anyMatch(each -> each == uid);
    }

    /**
     * Those of the mails that the server describes, by UID. A missing one has gone, or the server keeps it back.
     *
     * @param window ascending, not empty, no more than {@link Uids#windows} gives
     */
    public Map<Long, Listed> list(long... window) throws MessagingException {
        Map<Long, Listed> listed = new HashMap<>();
        fetch(window, "UID RFC822.SIZE INTERNALDATE", (mail, response) -> listed.put(mail.uid(), mail));
        return listed;
    }

    /** As {@link #list} with what a person wants to know of a mail, newest first. */
    public List<Described> describe(long... window) throws MessagingException {
        List<Described> described = new ArrayList<>();
        String items = "UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]<0." + HEADER_BYTES + ">";
        fetch(
                window,
                items,
                (mail, response) -> described.add(new Described(
                        mail, bytes(response).map(ByteArray::getNewBytes).orElse(new byte[0]))));
        described.sort(
                Comparator.comparingLong((Described each) -> each.mail().uid()).reversed());
        return described;
    }

    private void fetch(long[] window, String items, BiConsumer<Listed, FetchResponse> each) throws MessagingException {
        for (Response response : command("UID FETCH " + Uids.set(window) + " (" + items + ")")) {
            if (response instanceof FetchResponse fetched) {
                UID uid = fetched.getItem(UID.class);
                RFC822SIZE size = fetched.getItem(RFC822SIZE.class);
                INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
                if (uid != null && size != null && date != null && Arrays.binarySearch(window, uid.uid) >= 0) {
                    each.accept(
                            new Listed(uid.uid, size.size, instant(date.getDate()), () -> new Pieces(uid.uid)),
                            fetched);
                }
            }
        }
    }

    private static Instant instant(Date date) {
        return date == null ? Instant.EPOCH : date.toInstant();
    }

    private static Optional<ByteArray> bytes(FetchResponse response) {
        return Optional.ofNullable(response.getItem(BODY.class)).map(BODY::getByteArray);
    }

    // ---- content

    /** In groups that fit into one exchange and into memory; a big mail stands alone. */
    public static List<List<Listed>> batches(List<Listed> mails) {
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
    public List<Listed> withBytes(List<Listed> batch) throws MessagingException {
        long[] small = batch.stream()
                .filter(mail -> mail.size() <= PIECE)
                .mapToLong(Listed::uid)
                .toArray();
        Map<Long, byte[]> contents = small.length > 1 ? contents(small) : Map.of();
        return batch.stream()
                .map(mail -> {
                    byte[] bytes = contents.get(mail.uid());
                    return bytes == null || bytes.length < mail.size()
                            ? mail
                            : mail.with(() -> new ByteArrayInputStream(bytes));
                })
                .toList();
    }

    private Map<Long, byte[]> contents(long... uids) throws MessagingException {
        Map<Long, byte[]> contents = new HashMap<>();
        try {
            for (Response response : command("UID FETCH " + Uids.set(uids) + " (UID BODY.PEEK[])")) {
                if (response instanceof FetchResponse fetched && fetched.getItem(UID.class) != null) {
                    bytes(fetched)
                            .ifPresent(bytes -> contents.put(fetched.getItem(UID.class).uid, bytes.getNewBytes()));
                }
            }
        } catch (MessagingException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            LOG.debug("Not all of UIDs {} can be had together; each is asked for", Uids.set(uids), e);
        }
        return contents;
    }

    /** A mail that is read in pieces as they are asked for, so that no big one is in memory. */
    private final class Pieces extends InputStream {
        private final long uid;
        private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);
        private long offset;
        private boolean last;

        Pieces(long uid) {
            this.uid = uid;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int off, int length) throws IOException {
            while (piece.available() == 0 && !last) {
                next();
            }
            return piece.read(buffer, off, length);
        }

        private void next() throws IOException {
            try {
                Optional<ByteArray> got = ask();
                if (got.isEmpty() && offset == 0 && !holds(uid)) {
                    throw new IOException(new MessageRemovedException());
                }
                int count = got.map(ByteArray::getCount).orElse(0);
                last = count != PIECE; // less is the end; more comes from a server that knows no pieces
                offset += count;
                piece = got.map(ByteArray::toByteArrayInputStream)
                        .orElseGet(() -> new ByteArrayInputStream(new byte[0]));
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        }

        private Optional<ByteArray> ask() throws MessagingException {
            try {
                String command = "UID FETCH " + uid + " (UID BODY.PEEK[]<" + offset + "." + PIECE + ">)";
                return Arrays.stream(command(command))
                        .filter(each -> each instanceof FetchResponse fetched
                                && fetched.getItem(UID.class) != null
                                && fetched.getItem(UID.class).uid == uid)
                        .flatMap(each -> bytes((FetchResponse) each).stream())
                        .findFirst();
            } catch (MessagingException e) {
                if (isRefusal(e) && offset > 0) {
                    return Optional.empty(); // some refuse to read at the very end; what is missing shows in the size
                }
                if (isRefusal(e) && !holds(uid)) {
                    throw new MessageRemovedException("", e);
                }
                throw e;
            }
        }
    }

    // ---- flags

    /**
     * Sets a flag of some mails for good.
     *
     * @return those that have it now; the others are no longer in the folder
     * @throws MessagingException see {@link #isRefusal}
     */
    public Set<Long> flag(Set<Long> uids, String flag) throws MessagingException {
        String set = UIDSet.toString(UIDSet.createUIDSets(
                uids.stream().mapToLong(Long::longValue).sorted().toArray()));
        Set<Long> flagged = new HashSet<>();
        for (Response response : command("UID STORE " + set + " +FLAGS (" + flag + ")")) {
            UID uid = response instanceof FetchResponse fetched ? fetched.getItem(UID.class) : null;
            if (uid != null && uids.contains(uid.uid)) {
                flagged.add(uid.uid);
            }
        }
        for (long uid : uids) {
            if (!flagged.contains(uid) && holds(uid)) {
                flagged.add(uid); // a server need not repeat a flag that was there
            }
        }
        return flagged;
    }
}

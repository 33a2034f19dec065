package org.dharmic.mail.imap.intake;

import jakarta.mail.FolderClosedException;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Spooled;
import org.dharmic.mail.imap.mailbox.Listed;
import org.dharmic.mail.imap.mime.Stub;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.work.JournalAway;
import org.dharmic.mail.imap.work.Journals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mails from the server into the journal. Nothing gets stuck on a mail: what is too big or cannot be fetched
 * becomes an item with the reason, which admission rejects.
 */
final class MailTaker {

    /** What became of a mail. */
    enum Taken {
        /** It is new to the journal. */
        FRESH,
        /** The journal had it before, by its key or its bytes. */
        KNOWN,
        /** It is no longer in the folder. */
        GONE
    }

    private static final Logger LOG = LoggerFactory.getLogger(MailTaker.class);
    /** So often the server may fail to give a mail, over a line that works. */
    private static final int TRIES = 3;
    /** So many are taken in together at most, and none of them waits longer than this for the others. */
    private static final int TOGETHER = 10;

    private static final Duration HELD_BACK = Duration.ofMillis(20);
    /** Bytes from which on a mail may take long to come. */
    private static final int BIG = 256 * 1024;

    private final Journals journals;
    /** Failures by UID of the folder in hand; small, because such a mail is given up soon. */
    private final Map<Long, Integer> failures = new HashMap<>();

    MailTaker(Journals journals) {
        this.journals = journals;
    }

    /** Told what became of a mail; in the order of the mails. */
    @FunctionalInterface
    interface Told {
        void of(Listed mail, Taken what);
    }

    /**
     * Takes some in, in their order, which moves the cursor to each unless it is gone or the cursor is further. A few at a
     * time become durable together.
     *
     * @param leaving asked before each mail: true ends it
     * @param told of those that became durable, also when it fails later
     * @throws MessagingException when the connection fails or a mail cannot be had this time
     * @throws JournalAway when it cannot be stored
     */
    void take(ImapSettings settings, long uidValidity, List<Listed> mails, BooleanSupplier leaving, Told told)
            throws MessagingException {
        List<Listed> fetched = new ArrayList<>();
        List<Arrival> arrivals = new ArrayList<>();
        long since = System.nanoTime();
        try {
            for (Listed mail : mails) {
                if (leaving.getAsBoolean()) {
                    break;
                }
                if (arrivals.size() == TOGETHER
                        || mail.size() > BIG
                        || System.nanoTime() - since > HELD_BACK.toNanos()) {
                    accept(fetched, arrivals, told);
                    since = System.nanoTime();
                }
                Optional<Spooled> spooled = fetched(settings, uidValidity, mail);
                fetched.add(mail);
                spooled.ifPresent(bytes -> arrivals.add(new Arrival(
                        settings.account(), settings.folder(), uidValidity, mail.uid(), bytes, mail.internalDate())));
            }
        } catch (MessagingException e) {
            accept(fetched, arrivals, told);
            throw e;
        }
        accept(fetched, arrivals, told);
    }

    private Optional<Spooled> fetched(ImapSettings settings, long uidValidity, Listed mail) throws MessagingException {
        try {
            return Optional.of(fetch(settings, uidValidity, mail));
        } catch (MessageRemovedException e) {
            LOG.debug("Mail {} went before it was fetched", mail.uid(), e);
            return Optional.empty();
        }
    }

    /** @param arrivals those of the fetched mails that are there */
    private void accept(List<Listed> fetched, List<Arrival> arrivals, Told told) {
        Map<Long, Accepted> accepted = new HashMap<>();
        if (!arrivals.isEmpty()) {
            List<Accepted> all = journals.call(j -> j.accept(List.copyOf(arrivals)));
            for (int i = 0; i < all.size(); i++) {
                accepted.put(arrivals.get(i).uid(), all.get(i));
            }
        }
        for (Listed mail : fetched) {
            Accepted one = accepted.get(mail.uid());
            failures.remove(mail.uid());
            told.of(mail, one == null ? Taken.GONE : one.fresh() ? Taken.FRESH : Taken.KNOWN);
            if (one != null) {
                LOG.debug("Mail {} is item {}{}", mail.uid(), one.itemId(), one.fresh() ? "" : ", and was before");
            }
        }
        fetched.clear();
        arrivals.clear();
    }

    private Spooled fetch(ImapSettings settings, long uidValidity, Listed mail) throws MessagingException {
        long max = settings.messageMaxBytes();
        if (mail.size() > max) {
            return stub(settings, uidValidity, mail, tooBig(mail.size(), max));
        }
        Watched[] watched = new Watched[1];
        Spooled spooled;
        try {
            spooled = journals.call(j -> {
                try (Watched bytes = new Watched(mail.content().open())) {
                    watched[0] = bytes;
                    return j.spool(bytes, max);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            Watched bytes = watched[0];
            if (bytes != null && bytes.count > max) {
                return stub(settings, uidValidity, mail, tooBig(bytes.count, max));
            }
            if (bytes != null && bytes.failure == null) {
                throw new JournalAway(
                        "the spool cannot take a mail: " + e.getCause().getMessage(), e);
            }
            return afterFailure(settings, uidValidity, mail, e.getCause());
        }
        return watched[0].count < mail.size()
                ? afterTooLittle(settings, uidValidity, mail, spooled, watched[0].count)
                : spooled;
    }

    /**
     * What came may be a part of the mail, or nothing: some servers end a mail that they cannot read. Others only guess the
     * size, so what comes again and again is taken for the mail.
     */
    private Spooled afterTooLittle(ImapSettings settings, long uidValidity, Listed mail, Spooled spooled, long count)
            throws MessagingException {
        String why = "it gave " + count + " of " + mail.size() + " bytes";
        if (failed(mail) < TRIES) {
            throw new MessagingException("mail " + mail.uid() + " was not given wholly: " + why);
        }
        LOG.warn("The server does not give all of mail {} for the {}rd time: {}", mail.uid(), TRIES, why);
        return count == 0 ? stub(settings, uidValidity, mail, "the server cannot give it: " + why) : spooled;
    }

    private int failed(Listed mail) {
        if (failures.size() > 100) {
            failures.clear(); // a server that fails everywhere: count anew
        }
        return failures.merge(mail.uid(), 1, Integer::sum);
    }

    private static String tooBig(long size, long max) {
        return "bigger than message.max.bytes: " + size + " of at most " + max + " bytes";
    }

    private Spooled afterFailure(ImapSettings settings, long uidValidity, Listed mail, IOException e)
            throws MessagingException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageRemovedException removed) {
                throw removed;
            }
            if (cause instanceof FolderClosedException || cause instanceof StoreClosedException) {
                throw new MessagingException("the line dropped while fetching mail " + mail.uid(), e);
            }
        }
        if (failed(mail) < TRIES) {
            throw new MessagingException("mail " + mail.uid() + " cannot be fetched: " + e.getMessage(), e);
        }
        LOG.warn("The server fails to give mail {} for the {}rd time; it is passed over", mail.uid(), TRIES, e);
        return stub(settings, uidValidity, mail, "the server cannot give it: " + e.getMessage());
    }

    private Spooled stub(ImapSettings settings, long uidValidity, Listed mail, String why) {
        byte[] bytes = Stub.bytes(why, settings.account(), uidValidity, mail.uid());
        return journals.call(j -> {
            try {
                return j.spool(new ByteArrayInputStream(bytes), bytes.length);
            } catch (IOException e) {
                throw new JournalAway("the spool cannot take a mail: " + e.getMessage(), e);
            }
        });
    }

    /** Tells a failure of the line from one of the disk: both come out of the spool as an IOException. */
    private static final class Watched extends FilterInputStream {
        private long count;
        private IOException failure;

        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                int n = super.read(buffer, offset, length);
                count += Math.max(n, 0);
                return n;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }
}

package org.dharmic.mail.imap;

import jakarta.mail.FolderClosedException;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.StoreClosedException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.dharmic.journal.Accepted;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Spooled;
import org.dharmic.mail.imap.connection.Listed;
import org.dharmic.mail.imap.mime.Stub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes one mail from the server into the journal. Nothing gets stuck on a mail: what is too big or cannot be fetched
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

    private final Journals journals;
    /** Failures by UID of the folder in hand; small, because such a mail is given up soon. */
    private final Map<Long, Integer> failures = new HashMap<>();

    MailTaker(Journals journals) {
        this.journals = journals;
    }

    /**
     * Takes one in, which moves the cursor to it unless it is gone or the cursor is further.
     *
     * @throws MessagingException when the connection fails or the mail cannot be had this time
     * @throws JournalAway when it cannot be stored
     */
    Taken take(ImapSettings settings, long uidValidity, Listed mail) throws MessagingException {
        Spooled spooled;
        try {
            spooled = fetch(settings, uidValidity, mail);
        } catch (MessageRemovedException e) {
            LOG.debug("Mail {} went before it was fetched", mail.uid(), e);
            return Taken.GONE;
        }
        Accepted accepted = journals.call(j -> j.accept(new Arrival(
                settings.account(), settings.folder(), uidValidity, mail.uid(), spooled, mail.internalDate())));
        failures.remove(mail.uid());
        try (MDC.MDCCloseable item = MDC.putCloseable("item", accepted.itemId())) {
            LOG.debug(
                    "Mail {} of {} bytes {}", mail.uid(), spooled.size(), accepted.fresh() ? "taken in" : "was known");
        }
        return accepted.fresh() ? Taken.FRESH : Taken.KNOWN;
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

package org.dharmic.mail.imap.intake;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.dharmic.journal.Cursor;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mailbox.Listed;
import org.dharmic.mail.imap.mailbox.Mailbox;
import org.dharmic.mail.imap.mailbox.Uids;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.work.Journals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is new in the folder into the journal, oldest first. The cursor of the journal says what is new, never a flag
 * and never the memory of this process. However much there is, a window of it is in memory.
 */
final class NewMail {

    private static final Logger LOG = LoggerFactory.getLogger(NewMail.class);
    private static final DateTimeFormatter IMAP_DATE = DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ROOT);

    private final Journals journals;
    private final MailTaker taker;
    private final Clock clock;
    private final BooleanSupplier leaving;
    private final Runnable took;

    /**
     * @param leaving asked before each mail: true ends it
     * @param took called after each mail that the journal did not know
     */
    NewMail(Journals journals, MailTaker taker, Clock clock, BooleanSupplier leaving, Runnable took) {
        this.journals = journals;
        this.taker = taker;
        this.clock = clock;
        this.leaving = leaving;
        this.took = took;
    }

    /** @return how many were new to the journal */
    int take(ImapConnection connection, ImapSettings now) throws MessagingException, IOException {
        long uidValidity = connection.uidValidity();
        Optional<Cursor> cursor = journals.begin(j -> j.cursor(now.account(), now.folder()));
        StartPoint point = startPoint(now);
        if (cursor.isEmpty()) {
            begin(connection, now, uidValidity, point);
            return 0;
        }
        if (cursor.get().uidValidity() == uidValidity) {
            long[] uids = connection.uidsAfter(cursor.get().lastUid());
            return uids.length == 0 ? 0 : takeAll(connection, now, uidValidity, uids, point.get());
        }
        long[] all = connection.uidsAfter(0);
        LOG.warn(
                "Folder {} of {} was renumbered by the server (UIDVALIDITY {}, was {}): looking through its {} mails",
                now.folder(),
                now.account(),
                uidValidity,
                cursor.get().uidValidity(),
                all.length);
        long last = all.length == 0 ? 0 : all[all.length - 1];
        point.renumbered(new StartPoint.Mark(uidValidity, last));
        if (all.length == 0) {
            moveCursor(now, uidValidity, 0);
        }
        return takeAll(connection, now, uidValidity, all, point.get());
    }

    StartPoint startPoint(ImapSettings now) {
        return new StartPoint(Path.of(now.stateFolder()), now.account(), now.folder(), clock);
    }

    /** The first time: what is in the folder stays unanswered. */
    private void begin(ImapConnection connection, ImapSettings now, long uidValidity, StartPoint point)
            throws MessagingException, IOException {
        long[] all = connection.uidsAfter(0);
        // What the server said when the folder was selected may be long ago, and some say nothing.
        long last = Math.max(all.length == 0 ? 0 : all[all.length - 1], connection.uidNext() - 1);
        point.begin(newest(connection.mailbox(), all), new StartPoint.Mark(uidValidity, last));
        moveCursor(now, uidValidity, last);
        LOG.info(
                "Folder {} of {} is answered from UID {} on; the {} mails in it wait in the backlog",
                now.folder(),
                now.account(),
                last + 1,
                all.length);
    }

    /** The newest INTERNALDATE. Copied mails are not in the order of their dates, so that the last UID need not have it. */
    private static Instant newest(Mailbox mailbox, long... all) throws MessagingException {
        if (all.length == 0) {
            return Instant.EPOCH;
        }
        Instant newest = newestOf(mailbox, all[all.length - 1]);
        LocalDate day = LocalDate.ofInstant(newest, ZoneOffset.UTC).minusDays(1); // in whatever zone the server thinks
        long[] since = mailbox.search("SINCE " + IMAP_DATE.format(day)).sorted().toArray();
        for (long[] window : Uids.windows(since)) {
            Instant other = newestOf(mailbox, window);
            newest = other.isAfter(newest) ? other : newest;
        }
        return newest;
    }

    private static Instant newestOf(Mailbox mailbox, long... window) throws MessagingException {
        return mailbox.list(window).values().stream()
                .map(Listed::internalDate)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private int takeAll(
            ImapConnection connection, ImapSettings now, long uidValidity, long[] uids, StartPoint.Start start)
            throws MessagingException {
        AtomicInteger taken = new AtomicInteger();
        try {
            for (long[] window : Uids.windows(uids)) {
                List<Listed> wanted = listed(connection.mailbox(), window);
                wanted.removeIf(mail -> start.passesOver(uidValidity, mail.uid(), mail.internalDate()));
                for (List<Listed> batch : Mailbox.batches(wanted)) {
                    taker.take(now, uidValidity, connection.mailbox().withBytes(batch), leaving, (mail, what) -> {
                        if (what == MailTaker.Taken.FRESH) {
                            taken.incrementAndGet();
                            took.run();
                        }
                    });
                    if (leaving.getAsBoolean()) {
                        return taken.get();
                    }
                }
                passOver(now, uidValidity, window[window.length - 1]);
            }
            return taken.get();
        } finally {
            if (taken.get() > 0) {
                LOG.info("Took in {} mails of {}", taken, now.account());
            }
        }
    }

    /**
     * The mails of a window, lowest UID first. A mail that the server lists and does not describe is asked for again, so that
     * nothing behind it moves the cursor over it.
     */
    private List<Listed> listed(Mailbox mailbox, long... window) throws MessagingException {
        Map<Long, Listed> described = described(mailbox, window);
        List<Listed> listed = new ArrayList<>();
        long[] missing =
                Arrays.stream(window).filter(uid -> !described.containsKey(uid)).toArray();
        if (missing.length > 0) {
            long[] there = mailbox.uidsAfter(missing[0] - 1);
            for (long uid : missing) {
                if (Arrays.binarySearch(there, uid) >= 0) {
                    described.put(uid, kept(uid));
                }
            }
        }
        for (long uid : window) {
            if (described.containsKey(uid)) {
                listed.add(described.get(uid));
            }
        }
        return listed;
    }

    /** Some servers refuse the whole of it when a mail has just gone. */
    private static Map<Long, Listed> described(Mailbox mailbox, long... window) throws MessagingException {
        try {
            return mailbox.list(window);
        } catch (MessagingException e) {
            if (!Mailbox.isRefusal(e)) {
                throw e;
            }
            long[] there = mailbox.uidsAfter(window[0] - 1);
            long[] left = Arrays.stream(window)
                    .filter(uid -> Arrays.binarySearch(there, uid) >= 0)
                    .toArray();
            return left.length == 0 ? new HashMap<>() : mailbox.list(left);
        }
    }

    private Listed kept(long uid) {
        return new Listed(uid, 0, clock.instant(), () -> {
            throw new IOException("it is listed and not described");
        });
    }

    /** The rest of a window has gone, or is from before the start. */
    private void passOver(ImapSettings now, long uidValidity, long last) {
        Optional<Cursor> cursor = journals.call(j -> j.cursor(now.account(), now.folder()));
        if (cursor.isEmpty()
                || cursor.get().uidValidity() != uidValidity
                || cursor.get().lastUid() < last) {
            moveCursor(now, uidValidity, last);
        }
    }

    private void moveCursor(ImapSettings now, long uidValidity, long last) {
        journals.run(j -> j.moveCursor(new Cursor(now.account(), now.folder(), uidValidity, last)));
    }
}

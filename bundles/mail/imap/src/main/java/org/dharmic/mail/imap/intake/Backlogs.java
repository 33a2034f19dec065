package org.dharmic.mail.imap.intake;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.OldMail;
import org.dharmic.mail.imap.mailbox.ImapConnection;
import org.dharmic.mail.imap.mailbox.Listed;
import org.dharmic.mail.imap.mailbox.Mailbox;
import org.dharmic.mail.imap.mailbox.Uids;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.settings.ImapSettings;

/** The mails from before the start: shows them, and takes in those that a person asks for. */
final class Backlogs {

    private final MailTaker taker;
    private final Function<ImapSettings, StartPoint> points;
    private final Runnable took;

    /** @param took called after each mail that the journal did not know */
    Backlogs(MailTaker taker, Function<ImapSettings, StartPoint> points, Runnable took) {
        this.taker = taker;
        this.points = points;
        this.took = took;
    }

    Backlog look(ImapConnection connection, ImapSettings now, int limit) throws MessagingException, IOException {
        long[] uids = uids(connection, now);
        long[] newest = Arrays.copyOfRange(uids, Math.max(0, uids.length - limit), uids.length);
        List<OldMail> mails = new ArrayList<>();
        for (long[] window : Uids.windows(newest)) {
            List<OldMail> older = mails;
            mails = new ArrayList<>();
            for (Mailbox.Described each : connection.mailbox().describe(window)) {
                mails.add(oldMail(each));
            }
            mails.addAll(older); // the windows ascend, the mails in each descend
        }
        return new Backlog(uids.length, mails);
    }

    private static OldMail oldMail(Mailbox.Described described) throws MessagingException {
        InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(described.headers()), true);
        Listed mail = described.mail();
        return new OldMail(
                mail.uid(), line(headers, "From"), line(headers, "Subject"), mail.internalDate(), mail.size());
    }

    private static String line(InternetHeaders headers, String name) {
        String value = headers.getHeader(name, null);
        return value == null ? "" : HeaderText.subject(value.replaceAll("\\r?\\n", ""));
    }

    /** Those that are in the folder and were not taken in since, ascending. */
    long[] uids(ImapConnection connection, ImapSettings now) throws MessagingException, IOException {
        StartPoint point = points.apply(now);
        StartPoint.Start start = point.get();
        long uidValidity = connection.uidValidity();
        long[] taken = point.taken(uidValidity);
        long[] left = Arrays.stream(connection.mailbox().uidsAfter(0))
                .filter(uid -> Arrays.binarySearch(taken, uid) < 0)
                .toArray();
        Optional<StartPoint.Mark> mark = start.marked(uidValidity);
        if (mark.isPresent()) {
            return Arrays.stream(left)
                    .filter(uid -> mark.get().covers(uidValidity, uid))
                    .toArray();
        }
        List<Long> old = new ArrayList<>();
        for (long[] window : Uids.windows(left)) { // their dates alone tell
            Map<Long, Listed> listed = connection.mailbox().list(window);
            Arrays.stream(window)
                    .filter(uid -> listed.containsKey(uid)
                            && !listed.get(uid).internalDate().isAfter(start.newest()))
                    .forEach(old::add);
        }
        return old.stream().mapToLong(Long::longValue).toArray();
    }

    /** Those of the backlog that were asked for, in pieces for {@link #take}. */
    List<long[]> wanted(ImapConnection connection, ImapSettings now, Set<Long> asked)
            throws MessagingException, IOException {
        Set<Long> wanted = new HashSet<>(asked);
        return Uids.windows(Arrays.stream(uids(connection, now))
                .filter(uid -> wanted.isEmpty() || wanted.contains(uid))
                .toArray());
    }

    /**
     * Takes in one piece, oldest first. The cursor is further already and stays.
     *
     * @return how many were new to the journal
     */
    int take(ImapConnection connection, ImapSettings now, long uidValidity, long... window)
            throws MessagingException, IOException {
        if (connection.uidValidity() != uidValidity) {
            throw new IOException("the server has numbered the folder anew meanwhile; look at the backlog again");
        }
        Map<Long, Listed> listed = connection.mailbox().list(window);
        List<Listed> mails = Arrays.stream(window)
                .filter(listed::containsKey)
                .mapToObj(listed::get)
                .toList();
        AtomicInteger fresh = new AtomicInteger();
        List<Long> done = new ArrayList<>();
        try {
            for (List<Listed> batch : Mailbox.batches(mails)) {
                taker.take(now, uidValidity, connection.mailbox().withBytes(batch), () -> false, (mail, what) -> {
                    if (what == MailTaker.Taken.FRESH) {
                        fresh.incrementAndGet();
                        took.run();
                    }
                    done.add(mail.uid());
                });
            }
            return fresh.get();
        } finally {
            points.apply(now)
                    .took(uidValidity, done.stream().mapToLong(Long::longValue).toArray());
        }
    }
}

package org.dharmic.mail.imap.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dharmic.mail.imap.mailbox.Uids;
import org.dharmic.mail.imap.sender.Digests;
import org.dharmic.support.files.PrivateFiles;

/**
 * Where we began to answer a folder, and what of the mail before that was taken in all the same.
 *
 * <p>The file has one line for each fact: the newest INTERNALDATE of that moment; {@code from}, UIDVALIDITY and last UID of
 * that moment; {@code renumbered}, the same of the moment when the server had last numbered the folder anew; and
 * {@code taken}, UIDVALIDITY and UIDs that were asked for.
 */
final class StartPoint {

    /** Without the file (a restore, another disk) as far back as a mail may reasonably still wait for an answer. */
    private static final Duration WITHOUT_FILE = Duration.ofDays(7);

    private static final long[] NONE = {};

    /** The mails of a folder at some moment. */
    record Mark(long uidValidity, long lastUid) {
        boolean covers(long validity, long uid) {
            return uidValidity == validity && uid <= lastUid;
        }
    }

    /**
     * What the file says.
     *
     * @param newest by the server's clock; after a renumbering this alone tells old mails from new ones
     * @param from empty where an older version began
     */
    record Start(Instant newest, Optional<Mark> from, Optional<Mark> renumbered) {

        /** Whether a mail above the cursor is from before the start, put there by a renumbering. */
        boolean passesOver(long uidValidity, long uid, Instant internalDate) {
            return renumbered.isPresent() && renumbered.get().covers(uidValidity, uid) && !internalDate.isAfter(newest);
        }

        /** The mails of the start by their UIDs alone, if those still hold. */
        Optional<Mark> marked(long uidValidity) {
            return from.filter(mark -> mark.uidValidity() == uidValidity);
        }
    }

    private final Path file;
    private final Clock clock;

    StartPoint(Path folder, String account, String mailbox, Clock clock) {
        file = folder.resolve(account + "-" + Digests.sha256(mailbox).substring(0, 8) + ".start");
        this.clock = clock;
    }

    /** Begins; what was there before is forgotten. */
    void begin(Instant newest, Mark from) throws IOException {
        PrivateFiles.replace(file, newest + "\n" + line("from", from));
    }

    Start get() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return new Start(clock.instant().minus(WITHOUT_FILE), Optional.empty(), Optional.empty());
        }
        try {
            return new Start(Instant.parse(lines.get(0).strip()), mark(lines, "from"), mark(lines, "renumbered"));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /**
     * The server has numbered the folder anew. Kept, because looking through all of it may be cut short, and what is left then
     * must not be taken for new.
     */
    void renumbered(Mark now) throws IOException {
        Start start = get();
        write(start, Optional.of(now), now.uidValidity(), taken(now.uidValidity()));
    }

    /** UIDs from before the start that were taken in since, ascending; those of another numbering mean nothing. */
    long[] taken(long uidValidity) throws IOException {
        try {
            for (String line : lines()) {
                String[] words = line.split(" ");
                if (words[0].equals("taken") && Long.parseLong(words[1]) == uidValidity) {
                    return Uids.parse(words[2]);
                }
            }
            return NONE;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw unreadable(e);
        }
    }

    void took(long uidValidity, long... uids) throws IOException {
        long[] before = taken(uidValidity);
        long[] both = Arrays.copyOf(before, before.length + uids.length);
        System.arraycopy(uids, 0, both, before.length, uids.length);
        Start start = get();
        write(
                start,
                start.renumbered(),
                uidValidity,
                Arrays.stream(both).sorted().distinct().toArray());
    }

    private void write(Start start, Optional<Mark> renumbered, long uidValidity, long... taken) throws IOException {
        StringBuilder text = new StringBuilder().append(start.newest()).append('\n');
        start.from().ifPresent(mark -> text.append(line("from", mark)));
        renumbered.ifPresent(mark -> text.append(line("renumbered", mark)));
        if (taken.length > 0) {
            text.append("taken ")
                    .append(uidValidity)
                    .append(' ')
                    .append(Uids.set(taken))
                    .append('\n');
        }
        PrivateFiles.replace(file, text.toString());
    }

    private static String line(String name, Mark mark) {
        return name + " " + mark.uidValidity() + " " + mark.lastUid() + "\n";
    }

    private List<String> lines() throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<Mark> mark(List<String> lines, String name) {
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals(name)) {
                if (words.length != 3) {
                    throw new IllegalArgumentException(line);
                }
                return Optional.of(new Mark(Long.parseLong(words[1]), Long.parseLong(words[2])));
            }
        }
        return Optional.empty();
    }

    private IOException unreadable(Exception e) {
        return new IOException(
                file + " must hold an ISO-8601 instant and marks of UIDs; remove it to go back " + WITHOUT_FILE.toDays()
                        + " days",
                e);
    }
}

package org.dharmic.mail.imap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.dharmic.mail.imap.sender.Digests;
import org.dharmic.support.files.PrivateFiles;

/**
 * When we began to answer a folder, by the server's clock: the INTERNALDATE of the newest mail of that moment. After the
 * server renumbers a folder this alone tells mails from before the start, which nobody wants answered, from new ones.
 */
final class StartPoint {

    /** Without the file (a restore, another disk) as far back as a mail may reasonably still wait for an answer. */
    private static final Duration WITHOUT_FILE = Duration.ofDays(7);

    private final Path file;
    private final Clock clock;

    StartPoint(Path folder, String account, String mailbox, Clock clock) {
        file = folder.resolve(account + "-" + Digests.sha256(mailbox).substring(0, 8) + ".start");
        this.clock = clock;
    }

    void set(Instant newest) throws IOException {
        PrivateFiles.replace(file, newest + "\n");
    }

    /** Mails that came in at this time or before are from before the start. */
    Instant get() throws IOException {
        try {
            return Instant.parse(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return clock.instant().minus(WITHOUT_FILE);
        } catch (DateTimeParseException e) {
            throw new IOException(
                    file + " must hold one ISO-8601 instant; remove it to go back " + WITHOUT_FILE.toDays() + " days",
                    e);
        }
    }
}

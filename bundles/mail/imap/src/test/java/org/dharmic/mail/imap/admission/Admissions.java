package org.dharmic.mail.imap.admission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.sender.Caps;
import org.dharmic.mail.imap.sender.Correspondents;
import org.dharmic.mail.imap.sender.Dkim;
import org.dharmic.mail.imap.sender.Doorkeeper;
import org.dharmic.mail.imap.sender.KeySource;
import org.dharmic.mail.imap.sender.NotNow;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.ReplayGuard;
import org.dharmic.mail.imap.sender.ReplyTokens;
import org.dharmic.mail.imap.settings.ImapSettings;

/** Admission as an account makes it, with a name server that knows nothing. */
public final class Admissions {

    private Admissions() {}

    static Admission fresh() {
        Path folder = Path.of("target", "admission-" + System.nanoTime());
        return new Admission(doorkeeper(folder), (id, sender) -> Optional.empty(), (decoded, max) -> {
            byte[] bytes = decoded.readAllBytes();
            return new Spooled("file of " + bytes.length, "", bytes.length);
        });
    }

    static Admission of(Doorkeeper doorkeeper, Journal journal) {
        return new Admission(doorkeeper, new OurMails(journal::find), journal::spool);
    }

    static Doorkeeper doorkeeper(Path folder) {
        return doorkeeper(folder, (name, rules) -> List.of());
    }

    static Doorkeeper doorkeeper(Path folder, KeySource keys) {
        return new Doorkeeper(
                new Correspondents(folder.resolve("test.senders")),
                new ReplyTokens(() -> new byte[32]),
                new Dkim(keys, Clock.systemUTC()),
                new ReplayGuard(folder.resolve("test.admitted")),
                new Caps(System::nanoTime),
                Clock.systemUTC());
    }

    public static Step.Admitted admit(String raw, ImapSettings settings) throws Refused {
        return admit(raw.getBytes(StandardCharsets.UTF_8), settings);
    }

    public static Step.Admitted admit(byte[] raw, ImapSettings settings) throws Refused {
        try {
            return fresh().admit(
                            item("item-1", false),
                            () -> new java.io.ByteArrayInputStream(raw),
                            settings.senders(),
                            settings.attachments());
        } catch (IOException | NotNow e) {
            throw new AssertionError(e);
        }
    }

    public static Item item(String id, boolean released) {
        Instant now = Instant.now();
        Spooled spooled = new Spooled("ref", "hash", 1);
        return new Item(
                id,
                Stage.INGESTED,
                "test",
                Optional.of(new Arrival("test", "INBOX", 1, 1, spooled, now)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                "",
                released,
                now,
                now);
    }
}

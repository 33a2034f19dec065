package org.dharmic.mail.imap.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dharmic.mail.imap.intake.MailTaker.Taken.FRESH;

import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.mail.imap.mailbox.Listed;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.support.Available;
import org.junit.jupiter.api.Test;

/** A server that refuses to give a mail makes the library end its stream: that is no mail. */
class MailTakerTest {

    private static final byte[] MAIL = "From: alice@friends.example\r\n\r\nHello".getBytes(StandardCharsets.US_ASCII);

    private final JournalFake journal = new JournalFake();
    private final Available<Journal> available = new Available<>(Journal.class);
    private final ImapSettings settings = Settings.plain().settings();
    private final MailTaker taker;

    MailTakerTest() {
        available.arrived(journal);
        taker = new MailTaker(new Journals(available));
    }

    @Test
    void aMailThatComesWithoutItsBytesIsAskedForAgain() throws Exception {
        assertRefused(new byte[0]);
        assertThat(items()).isEmpty();

        assertThat(take(listed(MAIL, MAIL.length))).containsExactly(FRESH);
        assertThat(content()).isEqualTo(MAIL);
    }

    @Test
    void aPartOfAMailIsAskedForAgainAndNoLess() throws Exception {
        assertRefused(Arrays.copyOf(MAIL, 10));

        assertThat(take(listed(MAIL, MAIL.length))).containsExactly(FRESH);
        assertThat(content()).isEqualTo(MAIL);
    }

    @Test
    void whatAServerNeverGivesBecomesAnItemWithTheReason() throws Exception {
        assertRefused(new byte[0]);
        assertRefused(new byte[0]);

        assertThat(take(listed(new byte[0], MAIL.length))).containsExactly(FRESH);
        assertThat(new String(content(), StandardCharsets.UTF_8)).contains("0 of " + MAIL.length + " bytes");
    }

    @Test
    void aServerThatGuessesTheSizeIsBelievedAfterSomeTries() throws Exception {
        int guess = MAIL.length + 7;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> take(listed(MAIL, guess))).isInstanceOf(MessagingException.class);
        }

        assertThat(take(listed(MAIL, guess))).containsExactly(FRESH);
        assertThat(content()).isEqualTo(MAIL);
    }

    private List<MailTaker.Taken> take(Listed... mails) throws MessagingException {
        List<MailTaker.Taken> taken = new ArrayList<>();
        taker.take(settings, 1, List.of(mails), () -> false, (mail, what) -> taken.add(what));
        return taken;
    }

    private void assertRefused(byte[] given) {
        assertThatThrownBy(() -> take(listed(given, MAIL.length)))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining(given.length + " of " + MAIL.length + " bytes");
    }

    private static Listed listed(byte[] given, long size) {
        return new Listed(7, size, Instant.EPOCH, () -> new ByteArrayInputStream(given));
    }

    private List<Item> items() {
        return journal.find(Filter.newest(10));
    }

    private byte[] content() throws IOException {
        try (var bytes =
                journal.read(items().get(0).arrival().orElseThrow().spooled().ref())) {
            return bytes.readAllBytes();
        }
    }
}

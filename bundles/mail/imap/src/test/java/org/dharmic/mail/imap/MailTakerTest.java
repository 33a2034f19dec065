package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dharmic.mail.imap.MailTaker.Taken.FRESH;

import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.mail.imap.connection.Listed;
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

        assertThat(taker.take(settings, 1, listed(MAIL, MAIL.length))).isEqualTo(FRESH);
        assertThat(content()).isEqualTo(MAIL);
    }

    @Test
    void aPartOfAMailIsAskedForAgainAndNoLess() throws Exception {
        assertRefused(Arrays.copyOf(MAIL, 10));

        assertThat(taker.take(settings, 1, listed(MAIL, MAIL.length))).isEqualTo(FRESH);
        assertThat(content()).isEqualTo(MAIL);
    }

    @Test
    void whatAServerNeverGivesBecomesAnItemWithTheReason() throws Exception {
        assertRefused(new byte[0]);
        assertRefused(new byte[0]);

        assertThat(taker.take(settings, 1, listed(new byte[0], MAIL.length))).isEqualTo(FRESH);
        assertThat(new String(content(), StandardCharsets.UTF_8)).contains("0 of " + MAIL.length + " bytes");
    }

    @Test
    void aServerThatGuessesTheSizeIsBelievedAfterSomeTries() throws Exception {
        int guess = MAIL.length + 7;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> taker.take(settings, 1, listed(MAIL, guess)))
                    .isInstanceOf(MessagingException.class);
        }

        assertThat(taker.take(settings, 1, listed(MAIL, guess))).isEqualTo(FRESH);
        assertThat(content()).isEqualTo(MAIL);
    }

    private void assertRefused(byte[] given) {
        assertThatThrownBy(() -> taker.take(settings, 1, listed(given, MAIL.length)))
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

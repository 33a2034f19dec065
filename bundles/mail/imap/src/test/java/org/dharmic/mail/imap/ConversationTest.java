package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.admission.Mails;
import org.dharmic.mail.imap.admission.OurMails;
import org.dharmic.mail.imap.sender.MailThread;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails that answer ours stay in their conversation, however little their program says of what came before. */
class ConversationTest {

    @TempDir
    Path folder;

    private Account account;

    @BeforeEach
    void begin() throws Exception {
        account = new Account(folder);
        account.started(account.configured());
    }

    @AfterEach
    void end() throws Exception {
        account.close();
    }

    /** What was admitted of the mail, and the Message-ID of our answer. */
    private record Exchange(Step.Admitted question, String answer) {}

    private Exchange exchange(String name, String headers) {
        account.inbox.add(
                Mails.fromAlice("Subject: " + name + "\r\nMessage-ID: <" + name + "@f>\r\n" + headers, "Well?"));
        account.awaitAdmitted(1);
        var lease = account.journal
                .lease(Stage.ADMITTED, "agent", Duration.ofMinutes(1))
                .orElseThrow();
        account.journal.advance(lease, new Step.Answered("In October.", "test", "{}", List.of()));
        Item item = sent(lease.item().id());
        return new Exchange(
                item.admitted().orElseThrow(), item.ready().orElseThrow().messageId());
    }

    private Item sent(String id) {
        await().atMost(Account.SOON)
                .until(() -> account.journal.find(id).orElseThrow().stage() == Stage.MARKED);
        return account.journal.find(id).orElseThrow();
    }

    @Test
    void whoeverNamesOnlyOurAnswerGoesOnWithTheConversation() {
        Exchange one = exchange("one", "");
        Exchange two = exchange("two", "In-Reply-To: " + one.answer() + "\r\n");
        Exchange three = exchange("three", "In-Reply-To: " + two.answer() + "\r\n");
        assertThat(List.of(two.question().thread(), three.question().thread()))
                .containsOnly(one.question().thread());
        assertThat(three.question().references()).containsExactly("<one@f>", one.answer(), "<two@f>", two.answer());

        Exchange four = exchange(
                "four", "References: <one@f> " + three.answer() + "\r\nIn-Reply-To: " + three.answer() + "\r\n");
        assertThat(four.question().thread()).isEqualTo(one.question().thread());
    }

    @Test
    void anAnswerToAMailOfOurOwnAccordBelongsToWhatThatWasAbout() {
        Exchange one = exchange("one", "");
        String about = account.journal.find(Filter.newest(1)).get(0).id();
        String id = account.journal.submit(
                new Outbound("later", "", about, Settings.ALICE, "Ripe now", "The quinces are ripe."));
        String ours = sent(id).ready().orElseThrow().messageId();
        Exchange two = exchange("two", "In-Reply-To: " + ours + "\r\n");
        assertThat(two.question().thread()).isEqualTo(one.question().thread());
    }

    @Test
    void ourMailsAreKnownByTheirWholeIdAndToTheirRecipientAlone() {
        Exchange one = exchange("one", "");
        OurMails ours = new OurMails(account.journal::find);
        Step.Admitted question = one.question();
        assertThat(ours.ofOurs(one.answer(), Settings.ALICE))
                .contains(new MailThread(question.thread(), question.messageId(), question.references()));
        assertThat(ours.ofOurs(one.answer(), "eve@friends.example")).isEmpty();
        assertThat(ours.ofOurs(one.answer().replace("@", "@x."), Settings.ALICE))
                .isEmpty();
        assertThat(ours.ofOurs("<one@f>", Settings.ALICE)).isEmpty();
    }
}

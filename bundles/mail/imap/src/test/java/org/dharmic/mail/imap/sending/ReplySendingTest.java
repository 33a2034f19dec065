package org.dharmic.mail.imap.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.itests.post.Script;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.reply.ReplyKey;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.state.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a hand-over to the SMTP server may end, and what becomes of the reply. */
class ReplySendingTest extends SendingScene {

    @Test
    void severalRepliesShareOneConnection() {
        String first = answered("one");
        String second = answered("two");
        while (worker.work()) {
            assertThat(server.sessions()).isLessThanOrEqualTo(1);
        }
        assertThat(item(first).stage()).isEqualTo(Stage.SENT);
        assertThat(item(second).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(2);
        assertThat(journal.history(first)).extracting(each -> each.note()).contains("250 taken as 1");
    }

    @Test
    void aBurstGoesOverOneConnectionWithoutAWordTooMuch() {
        List<String> ids =
                IntStream.range(0, 20).mapToObj(i -> answered("burst " + i)).toList();
        drain();
        assertThat(ids).allMatch(id -> item(id).stage() == Stage.SENT);
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(server.mails()).hasSize(20);
        assertThat(server.commands()).hasSize(2 + 3 * 20); // EHLO and AUTH; MAIL, RCPT and DATA of each
    }

    @ParameterizedTest
    @ValueSource(strings = {Script.DROP, "421 4.7.0 too many mails over this connection"})
    void aConnectionThatWasKeptAndIsClosedByTheServerCostsNoPause(String farewell) {
        server.closingAfter(3, farewell);
        List<String> ids =
                IntStream.range(0, 8).mapToObj(i -> answered("burst " + i)).toList();
        drain();
        assertThat(ids).allMatch(id -> item(id).stage() == Stage.SENT && item(id).attempts() == 0);
        assertThat(server.sessions()).isEqualTo(3);
        assertThat(server.mails()).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void aReplyGoesToTheAuthenticatedSenderAlone() {
        String id = answered("reply to whom");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.commands())
                .filteredOn(each -> each.startsWith("RCPT") || each.startsWith("MAIL"))
                .containsExactly("MAIL FROM:<" + Settings.AGENT + ">", "RCPT TO:<" + Settings.ALICE + ">");
    }

    @ParameterizedTest
    @CsvSource({"RCPT, 451 later", "DATA, 451 later", ".,452 no room", "RCPT, drop", "DATA, drop", "MAIL, 421 closing"})
    void whatTheServerDidNotTakeGoesOutLaterWithTheSameBytes(String verb, String reply) {
        server.script().on(verb, reply);
        String id = answered("later");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(item(id).reason()).isNotBlank();
        Step.Ready before = item(id).ready().orElseThrow();

        assertThat(worker.work()).isFalse(); // it waits

        server.script().allWell();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(item(id).ready()).contains(before);
        assertThat(server.mails().get(server.mails().size() - 1))
                .isEqualTo(new String(journal.bytes(before.reply().ref()), StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({"RCPT, 550 no such user", "DATA, 554 no", ".,552 too big"})
    void whatTheServerRefusesForGoodIsParked(String verb, String reply) {
        server.script().on(verb, reply);
        String id = answered("never");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains(reply.substring(0, 3));
        journal.passTime();
        assertThat(worker.work()).isFalse();
        assertThat(server.sessions()).isEqualTo(1);
    }

    @Test
    void theSameReplyIsRenderedAfterACrashBetweenRenderingAndStoring() {
        String id = answered("twice");
        ReplyComposer one = new ReplyComposer(new ReplyKey(folder.resolve("test.key"))::get);
        ReplyComposer other = new ReplyComposer(new ReplyKey(folder.resolve("test.key"))::get);
        assertThat(one.compose(item(id), Optional.empty(), settings.author()).bytes())
                .isEqualTo(other.compose(item(id), Optional.empty(), settings.author())
                        .bytes());
    }

    @Test
    void refusedCredentialsAreTriedOnceAndTheReplyWaits() {
        server.script().on("AUTH", "535 no");
        String id = answered("locked out");
        worker.work();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(item(id).attempts()).isZero();
        assertThat(server.logins()).isEqualTo(1);
        assertThat(state.sending().state()).isEqualTo(ChannelStatus.State.REFUSED);
        assertThat(health()).isEqualTo(Result.Status.CRITICAL);

        server.script().allWell();
        settings = configured().with("user", "somebody-else").settings();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(state.sending().reason()).isEmpty();
    }

    @Test
    void aMendedPasswordIsTriedAtOnceAndARefusedOneIsNotShownAgain() {
        server.script().on("AUTH", "535 no");
        String id = answered("locked out");
        worker.work();
        secret = "another";
        worker.work();
        assertThat(server.logins()).isEqualTo(2);
        assertThat(state.sending().reason()).contains("refuses the credentials", "when the secret");
        worker.work();
        assertThat(server.logins()).isEqualTo(2);

        server.script().allWell();
        secret = "right";
        worker.work();
        assertThat(server.logins()).isEqualTo(3);
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(state.sending().reason()).isEmpty();
    }

    private Result.Status health() {
        FormattingResultLog log = new FormattingResultLog();
        Health.describe(
                state, new ConnectionFigures(1, 1, 0, 0, Optional.empty(), Optional.empty(), 0), true, settings, log);
        return new Result(log).getStatus();
    }

    @Test
    void aLoginThatFailsOnlyNowIsTriedAgainSoon() {
        server.script().on("AUTH", "454 4.7.0 temporary authentication failure");
        String id = answered("patience");
        worker.work();
        assertThat(state.sending().state()).isEqualTo(ChannelStatus.State.DISCONNECTED);
        assertThat(state.sending().reason()).contains("454").contains("next try in 1 s");
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
    }

    @Test
    void aMailAboutAnItemGoesOutInItsConversation() {
        String asked = answered("Quinces");
        worker.work();
        String remark = journal.submit(new Outbound("k", "test", asked, Settings.ALICE, "Later", "It takes longer."));
        worker.work();
        assertThat(item(remark).stage()).isEqualTo(Stage.MARKED);
        assertThat(server.mails().get(1))
                .contains("Subject: Re: Quinces\r\n")
                .contains("In-Reply-To: <q@f.example>\r\n")
                .contains("About item " + asked);
    }

    @Test
    void aServerWithoutABannerCostsOneTimeOut() {
        server.script().on("banner", Script.HANG);
        String id = answered("silence");
        long start = System.nanoTime();
        worker.work();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(state.sending().state()).isEqualTo(ChannelStatus.State.DISCONNECTED);
    }

    @Test
    void aServerWithoutStartTlsIsNotTalkedToInTheClear() {
        settings = configured().with("smtp_security", "starttls").settings();
        String id = answered("secret");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.READY);
        assertThat(server.logins()).isZero();
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void droppingAtQuitIsNoFailure() {
        server.script().on("QUIT", Script.DROP);
        String id = answered("bye");
        worker.work();
        worker.end();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aRecipientThatIsNoPlainAddressIsParked() {
        String id = journal.submit(new Outbound("k", "test", "", "a@b.example\r\nBcc: evil@x.example", "s", "m"));
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(server.sessions()).isZero();
    }
}

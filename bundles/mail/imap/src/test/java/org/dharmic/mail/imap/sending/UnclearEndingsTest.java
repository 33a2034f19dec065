package org.dharmic.mail.imap.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.dharmic.itests.post.Script;
import org.dharmic.journal.Lease;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.journal.Transition;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.imap.mailbox.SentLook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a reply when the server's last word is missing, or this process died before it was kept. */
class UnclearEndingsTest extends SendingScene {

    @ParameterizedTest
    @ValueSource(strings = {Script.DROP, Script.HANG})
    void aLineLostAfterTheLastByteSendsTheSameBytesAgain(String ending) {
        server.script().on(".", ending);
        String id = answered("who knows");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);

        server.script().allWell();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(2);
        assertThat(server.mails().get(0)).isEqualTo(server.mails().get(1));
    }

    @Test
    void aLineLostAfterTheLastByteIsForAPersonWhereHeld() {
        settings = configured().with("on_ambiguous", "hold").settings();
        server.script().on(".", Script.DROP);
        String id = answered("who knows");
        worker.work();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains("may have been sent");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void afterACrashWhileSendingTheEndingIsAmbiguous() {
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    private String crashedWhileSending() {
        String id = answered("crash " + journal.all().size());
        compose();
        Lease ready = journal.leaseFor("test", Stage.READY, "t", MINUTE).orElseThrow();
        journal.advanceAndHold(ready, new Step.Sending(), MINUTE);
        journal.crash();
        return id;
    }

    @Test
    void whatLiesInTheSentFolderIsNotSentAgain() {
        sentFolder = messageId -> SentLook.Seen.THERE;
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(looked).containsExactly(item(id).ready().orElseThrow().messageId());
        assertThat(server.mails()).isEmpty();
        assertThat(journal.history(id)).extracting(Transition::note).contains("found in the Sent folder");
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    @Test
    void whatIsNotInTheSentFolderGoesOutAgainOrToAPerson() {
        sentFolder = messageId -> SentLook.Seen.NOT_THERE;
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);

        settings = configured().with("on_ambiguous", "hold").settings();
        String held = crashedWhileSending();
        worker.work();
        assertThat(item(held).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(held).reason()).contains("may have been sent").contains("Sent folder");
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aLineLostAfterTheLastByteIsLookedAfterBeforeAnythingElse() {
        settings = configured().with("on_ambiguous", "hold").settings();
        sentFolder = messageId -> SentLook.Seen.THERE;
        server.script().on(".", Script.DROP);
        String id = answered("who knows");
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);
        assertThat(looked).isEmpty(); // the server may file it a moment later
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    @Test
    void whoCannotLookDoesNotSend() {
        sentFolder = messageId -> {
            throw new MailUnavailable("imap is away");
        };
        String id = crashedWhileSending();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);
        assertThat(item(id).reason()).contains("imap is away");
        assertThat(worker.work()).isFalse();
        assertThat(server.mails()).isEmpty();

        sentFolder = messageId -> SentLook.Seen.THERE;
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(state.ambiguous()).isEqualTo(1);
    }

    @Test
    void afterACrashTheSentFolderIsGivenTimeToHaveIt() {
        settings = configured().with("sent_wait_seconds", 600).settings();
        sentFolder = messageId -> SentLook.Seen.THERE;
        String id = crashedWhileSending();
        worker.work();
        assertThat(looked).isEmpty();
        assertThat(item(id).stage()).isEqualTo(Stage.SENDING);
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
    }

    @Test
    void anAccountThatShallNotLookDoesNotLook() {
        settings = configured().with("sent_folder", "none").settings();
        String id = crashedWhileSending();
        worker.work();
        assertThat(looked).isEmpty();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
    }

    @Test
    void aPersonCanSendOnWhatIsHeld() {
        settings = configured().with("on_ambiguous", "hold").settings();
        server.script().on(".", Script.DROP);
        String id = answered("held");
        drain();
        journal.passTime();
        drain();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);

        journal.retry(id);
        drain();
        journal.passTime();
        drain();
        assertThat(server.mails()).hasSize(2); // handed over once more, and again not confirmed
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);

        server.script().allWell();
        journal.retry(id);
        drain();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(3).containsOnly(server.mails().get(0));
        assertThat(state.ambiguous()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aServerThatNeverConfirmsIsNotFedForEver() {
        server.script().on(".", Script.DROP);
        clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(7)); // since the first hand-over
        worker = worker();
        String id = answered("again and again");
        worker.work();
        journal.passTime();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.PARKED);
        assertThat(item(id).reason()).contains("may have been sent");
        assertThat(server.mails()).hasSize(1);
    }

    /** What the server has confirmed needs no SMTP any more. */
    @Test
    void whatWasSentIsOnlyMarked() {
        String id = answered("sent");
        worker.work();
        journal.crash();
        worker.end();
        worker = worker();
        assertThat(worker.work()).isFalse();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.sessions()).isEqualTo(1);
    }

    /** A crash before the first byte of DATA looks like one after the last, and leads to one reply. */
    @Test
    void aCrashBeforeTheDataLeadsToOneReply() {
        sentFolder = messageId -> SentLook.Seen.NOT_THERE;
        String id = crashedWhileSending();
        drain();
        assertThat(item(id).stage()).isEqualTo(Stage.SENT);
        assertThat(server.mails()).hasSize(1);
    }
}

package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.itests.post.Script;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.Test;

/** What people and servers do to mails: they go, come back, are read by others and get other numbers. */
class MovingMailsTest extends AccountScene {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    // ---- what people and servers do to mails

    @Test
    void aMailThatGoesAfterItCameInIsAnsweredFromItsBytes() {
        account.started(configured());
        long uid = inbox.add(Account.mail("gone")).uid();
        account.awaitAdmitted(1);
        inbox.remove(uid);
        assertThat(marked(answerTheNext())).isEqualTo("no flag: the mail is no longer in the folder");
        assertThat(account.smtp.mails()).hasSize(1);
    }

    @Test
    void aMailThatGoesWhileItIsListedHoldsNothingUp() {
        account.started(configured());
        AtomicBoolean first = new AtomicBoolean(true);
        server.script().on("UID FETCH", command -> {
            if (first.getAndSet(false)) {
                inbox.remove(1);
            }
            return Script.USUAL;
        });
        inbox.add(Account.mail("gone"));
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 1);
        inbox.add(Account.mail("stays"));
        account.awaitAdmitted(1);
        assertThat(subjects()).containsExactly("stays");
    }

    @Test
    void aMailThatWasReadByAPersonIsAnswered() {
        account.started(configured());
        server.script().on("UID FETCH", command -> {
            inbox.mail(1).flags().add("\\Seen");
            return Script.USUAL;
        });
        inbox.add(Account.mail("seen"));
        account.awaitAdmitted(1);
    }

    @Test
    void aMailThatIsMovedAwayAndBackIsAnsweredOnce() {
        account.started(configured());
        String raw = Account.mail("wanders");
        long uid = inbox.add(raw).uid();
        answerTheNext();
        inbox.remove(uid);
        inbox.add(raw);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 2);
        assertThat(journal.all()).hasSize(1);
        assertThat(account.smtp.mails()).hasSize(1);
    }

    @Test
    void aMailThatTheServerListsAndKeepsBackIsGivenUpAloneAndNothingBehindItIsLost() {
        account.started(configured());
        AtomicInteger refused = new AtomicInteger();
        server.script().on("UID FETCH", command -> {
            if (!command.contains("UID FETCH 1")) {
                return Script.USUAL;
            }
            refused.incrementAndGet();
            return "<tag> OK there is nothing to say of it";
        });
        inbox.add(Account.mail("kept"));
        await().atMost(SOON).until(() -> journal.in(Stage.REJECTED).size() == 1);
        assertThat(journal.in(Stage.REJECTED).get(0).reason()).contains("listed and not described");
        assertThat(refused.get()).isEqualTo(3);
        inbox.add(Account.mail("behind"));
        account.awaitAdmitted(1);
    }

    @Test
    void answersThatComeBackwardsAreTakenInOrder() {
        server.backwards(true);
        account.started(configured().with("idle", false).with("poll_seconds", 3600));
        for (int i = 0; i < 60; i++) {
            inbox.add(Account.mail("n" + i));
        }
        account.mail().poll(SOON);
        account.awaitAdmitted(60);
        assertThat(journal.all())
                .extracting(item -> item.arrival().orElseThrow().uid())
                .isSorted();
    }

    // ---- renumbered folders

    @Test
    void aRenumberedFolderAnswersNeitherWhatWasAnsweredNorWhatIsOld() {
        inbox.add(Account.mail("old"), LONG_AGO);
        account.started(configured());
        inbox.add(Account.mail("answered"));
        answerTheNext();
        server.script().on("AUTHENTICATE", Script.DROP);
        server.cut();
        inbox.add(Account.mail("missed"));
        account.renumber(99, 3, 2, 1);
        server.script().allWell();

        account.awaitAdmitted(1);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 3);
        assertThat(subjects()).containsExactlyInAnyOrder("answered", "missed");
        assertThat(account.smtp.mails()).hasSize(1);
    }

    @Test
    void whereTheLineBreaksInTheMiddleOfARenumberedFolderOldMailStaysOld() {
        inbox.add(Account.mail("old"), LONG_AGO);
        account.started(configured());
        inbox.add(Account.mail("one"));
        inbox.add(Account.mail("two"));
        account.awaitAdmitted(2);
        AtomicInteger looked = new AtomicInteger();
        journal.staged = (id, stage) -> {
            account.mail().staged(stage);
            if (stage == Stage.INGESTED && looked.getAndIncrement() == 0) {
                server.cut();
            }
        };
        server.script().on("AUTHENTICATE", Script.DROP);
        server.cut();
        inbox.add(Account.mail("three"));
        String big = Account.mail("four") + "0123456789abcdef\r\n".repeat(20_000);
        inbox.add(big);
        account.renumber(99, 4, 5, 1, 2, 3); // the old one now has a high UID
        server.script().allWell();

        account.awaitAdmitted(4);
        await().atMost(SOON)
                .until(() -> journal.cursor("test", "INBOX").orElseThrow().lastUid() == 5);
        assertThat(subjects()).containsExactlyInAnyOrder("one", "two", "three", "four");
    }

    @Test
    void mailThatComesWhileARenumberedFolderIsReadIsNotMissed() {
        account.started(configured());
        inbox.add(Account.mail("first"));
        account.awaitAdmitted(1);
        AtomicBoolean once = new AtomicBoolean(true);
        server.script().on("UID FETCH", command -> {
            if (once.getAndSet(false)) {
                inbox.add(Account.mail("meanwhile"));
            }
            return Script.USUAL;
        });
        account.renumber(99, 1);
        account.awaitAdmitted(2);
        assertThat(subjects()).containsExactlyInAnyOrder("first", "meanwhile");
    }
}

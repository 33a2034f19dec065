package org.dharmic.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dharmic.journal.JournalHands.LONG;
import static org.dharmic.journal.JournalHands.WORKER;
import static org.dharmic.journal.JournalHands.accept;
import static org.dharmic.journal.JournalHands.admitted;
import static org.dharmic.journal.JournalHands.answered;
import static org.dharmic.journal.JournalHands.at;
import static org.dharmic.journal.JournalHands.bytes;
import static org.dharmic.journal.JournalHands.leaseItem;
import static org.dharmic.journal.JournalHands.text;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every journal promises about the files that come along, about decisions of a person, and about looking it over. */
public interface JournalDecisionsContract<J extends Journal & AutoCloseable> extends JournalTested<J> {

    // ---- attachments, and mails of our own that belong to another

    @Test
    default void attachmentsAreStoredWithTheAdmissionAndSurviveReopening() throws Exception {
        String id;
        Step.Admitted step;
        try (J journal = open()) {
            id = accept(journal, "with files");
            step = admitted(
                    "a@x",
                    "t",
                    List.of(
                            new Attachment("zahlen.csv", "text/csv", 5, Optional.of(journal.spool(bytes("1;2;3"), 9))),
                            new Attachment("film.mp4", "video/mp4", 9_999_999_999L, Optional.empty()),
                            new Attachment("zahlen.csv", "text/csv", 3, Optional.of(journal.spool(bytes("4;5"), 9)))));
            journal.advance(leaseItem(journal, Stage.INGESTED, id), step);
        }
        try (J journal = open()) {
            assertThat(journal.find(id).orElseThrow().admitted()).contains(step);
            assertThat(journal.lease(Stage.ADMITTED, WORKER, LONG)
                            .orElseThrow()
                            .item()
                            .admitted())
                    .contains(step);
            assertThat(journal.find(Filter.newest(1)).get(0).admitted()).contains(step);
            assertThat(text(
                            journal,
                            step.attachments().get(0).bytes().orElseThrow().ref()))
                    .isEqualTo("1;2;3");
            assertThat(text(
                            journal,
                            step.attachments().get(2).bytes().orElseThrow().ref()))
                    .isEqualTo("4;5");
        }
    }

    @Test
    default void aStepWhoseBytesAreGoneIsRefusedAndCanBeTakenAgain() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            Lease lease = leaseItem(journal, Stage.INGESTED, id);
            Spooled never = new Spooled("nothing-here", "00", 5);
            Attachment lost = new Attachment("lost.txt", "text/plain", 5, Optional.of(never));
            assertThatThrownBy(() -> journal.advance(lease, admitted("a@x", "t", List.of(lost))))
                    .isInstanceOf(JournalException.class);
            assertThat(journal.find(id)).contains(lease.item());
            Lease held = journal.advanceAndHold(lease, admitted("a@x", "t"), LONG);
            Lease answered = journal.advanceAndHold(held, answered(), LONG);
            assertThatThrownBy(() -> journal.advance(answered, new Step.Ready(never, "<r@x>", "a@x")))
                    .isInstanceOf(JournalException.class);
            assertThat(journal.find(id).orElseThrow().stage()).isEqualTo(Stage.ANSWERED);
        }
    }

    @Test
    default void aMailOfOurOwnKnowsWhichItemItIsAbout() throws Exception {
        String about;
        String id;
        try (J journal = open()) {
            about = at(journal, Stage.ADMITTED, "a", "a@x", "t");
            id = journal.submit(new Outbound("notice-1", "home", about, "a@x", "Re: a", "It takes longer."));
            assertThat(journal.lease(Stage.ANSWERED, WORKER, LONG)
                            .map(lease -> lease.item().id()))
                    .as("it need not wait for what it is about")
                    .contains(id);
        }
        try (J journal = open()) {
            assertThat(journal.find(id).orElseThrow().outbound().orElseThrow().about())
                    .isEqualTo(about);
        }
    }

    // ---- parking

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"ADMITTED", "ANSWERED", "READY", "SENDING", "SENT"})
    default void aPersonParksWhatIsOnItsWayAndWhoHoldsItCanDoNothingMore(Stage stage) throws Exception {
        String id;
        try (J journal = open()) {
            id = at(journal, stage, "a", "a@x", "t");
            Lease held = leaseItem(journal, stage, id);
            assertThat(journal.park(id, "not now")).isTrue();
            assertThat(journal.park(id, "again")).isFalse();
            assertThatThrownBy(() -> journal.retryLater(held, Duration.ZERO, "late"))
                    .isInstanceOf(LeaseLost.class);
            assertThatThrownBy(() -> journal.park(held, "late")).isInstanceOf(LeaseLost.class);
            journal.release(held);
            assertThat(journal.lease(stage, WORKER, LONG)).isEmpty();
        }
        try (J journal = open()) {
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.PARKED);
            assertThat(item.reason()).isEqualTo("not now");
            Transition last = journal.history(id).get(journal.history(id).size() - 1);
            assertThat(last.stage()).isEqualTo(Stage.PARKED);
            assertThat(last.note()).isEqualTo("not now");
            assertThat(journal.retry(id)).isTrue();
            assertThat(journal.lease(stage, WORKER, LONG)).isPresent();
        }
    }

    @Test
    default void whatIsAtItsEndCannotBeParked() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            journal.reject(leaseItem(journal, Stage.INGESTED, id), "no");
            assertThat(journal.park(id, "why")).isFalse();
            assertThat(journal.park("nobody", "why")).isFalse();
            assertThat(journal.find(id).orElseThrow().stage()).isEqualTo(Stage.REJECTED);
        }
    }

    @Test
    default void aParkedItemThatWaitedGoesOnAtOnceWhenItIsSentOn() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            journal.retryLater(leaseItem(journal, Stage.INGESTED, id), LONG, "no network");
            assertThat(journal.park(id, "a person looks")).isTrue();
            assertThat(journal.retry(id)).isTrue();
            assertThat(journal.lease(Stage.INGESTED, WORKER, LONG)).isPresent();
        }
    }

    // ---- releasing

    @Test
    default void aRejectedMailGoesBackToAdmissionMarkedAsReleased() throws Exception {
        String id;
        try (J journal = open()) {
            id = accept(journal, "a stranger");
            journal.reject(leaseItem(journal, Stage.INGESTED, id), "not on the list");
            assertThat(journal.find(id).orElseThrow().released()).isFalse();
            assertThat(journal.readmit(id)).isTrue();
            assertThat(journal.readmit(id)).isFalse();
        }
        try (J journal = open()) {
            Lease lease = journal.lease(Stage.INGESTED, WORKER, LONG).orElseThrow();
            assertThat(lease.item().id()).isEqualTo(id);
            assertThat(lease.item().released()).isTrue();
            assertThat(lease.item().reason()).isEmpty();
            assertThat(text(
                            journal,
                            lease.item().arrival().orElseThrow().spooled().ref()))
                    .isEqualTo("a stranger");
            journal.advance(lease, admitted("a@x", "t"));
            assertThat(journal.find(id).orElseThrow().released()).isTrue();
            assertThat(journal.history(id))
                    .extracting(Transition::stage)
                    .containsExactly(Stage.INGESTED, Stage.REJECTED, Stage.INGESTED, Stage.ADMITTED);
            assertThat(journal.stats().items()).containsOnlyKeys(Stage.ADMITTED);
        }
    }

    @Test
    default void whatAdmissionFoundOutBeforeIsForgotten() throws Exception {
        try (J journal = open()) {
            String id = accept(journal, "a");
            Attachment first = new Attachment("a.txt", "text/plain", 3, Optional.of(journal.spool(bytes("abc"), 9)));
            journal.advance(leaseItem(journal, Stage.INGESTED, id), admitted("a@x", "t", List.of(first)));
            journal.reject(leaseItem(journal, Stage.ADMITTED, id), "no");
            assertThat(journal.readmit(id)).isTrue();
            assertThat(journal.find(id).orElseThrow().admitted()).isEmpty();
            assertThatThrownBy(() -> journal.read(first.bytes().orElseThrow().ref()))
                    .isInstanceOf(IOException.class);
            Step.Admitted second = admitted("b@x", "u");
            journal.advance(leaseItem(journal, Stage.INGESTED, id), second);
            assertThat(journal.find(id).orElseThrow().admitted()).contains(second);
        }
    }

    @Test
    default void onlyARejectedMailIsReleased() throws Exception {
        try (J journal = open()) {
            String waiting = accept(journal, "a");
            String answered = at(journal, Stage.ANSWERED, "b", "b@x", "t");
            journal.reject(leaseItem(journal, Stage.ANSWERED, answered), "its answer must not go out");
            String own = journal.submit(new Outbound("k", "", "", "me@x", "s", "m"));
            journal.reject(leaseItem(journal, Stage.ANSWERED, own), "no");
            for (String id : List.of(waiting, answered, own, "nobody")) {
                assertThat(journal.readmit(id)).as(id).isFalse();
            }
        }
    }

    // ---- looking everything over

    @Test
    default void whatIsStoredIsFoundSoundInEveryStage() throws Exception {
        try (J journal = open()) {
            Verification empty = journal.verify();
            assertThat(empty.findings()).isEmpty();
            assertThat(empty.items()).isZero();
            for (Stage stage : List.of(Stage.ADMITTED, Stage.ANSWERED, Stage.READY, Stage.SENDING, Stage.SENT)) {
                at(journal, stage, "in " + stage, "a@x", stage.name());
            }
            accept(journal, "waiting");
            String rejected = accept(journal, "rejected");
            journal.reject(leaseItem(journal, Stage.INGESTED, rejected), "no");
            String parked = at(journal, Stage.READY, "parked", "a@x", "parked");
            journal.park(parked, "look");
            journal.submit(new Outbound("k", "", "", "me@x", "s", "m"));
        }
        try (J journal = open()) {
            Verification found = journal.verify();
            assertThat(found.findings()).isEmpty();
            assertThat(found.isSound()).isTrue();
            assertThat(found.items()).isEqualTo(9);
            assertThat(found.files()).as("eight mails, four replies").isEqualTo(12);
            assertThat(found.took()).isPositive();
        }
    }
}

package org.dharmic.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dharmic.journal.JournalHands.arrival;
import static org.dharmic.journal.JournalHands.bytes;
import static org.dharmic.journal.JournalHands.text;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every journal promises about the spool and about taking in. */
public interface JournalIntakeContract<J extends Journal & AutoCloseable> extends JournalTested<J> {

    // ---- the spool

    @Test
    default void spooledBytesAreReadBackWithTheirDigest() throws Exception {
        try (J journal = open()) {
            Spooled spooled = journal.spool(bytes("abc"), 3);
            assertThat(spooled.size()).isEqualTo(3);
            assertThat(spooled.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
            assertThat(text(journal, spooled.ref())).isEqualTo("abc");
        }
    }

    @Test
    default void aStreamLongerThanAllowedIsRefused() throws Exception {
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.spool(bytes("abcd"), 3))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("3");
        }
    }

    @Test
    default void aStreamThatFailsIsTheCallersToSeeAndIsNotClosed() throws Exception {
        class Broken extends InputStream {
            boolean closed;

            @Override
            public int read() throws IOException {
                throw new IOException("cut");
            }

            @Override
            public void close() {
                closed = true;
            }
        }
        Broken broken = new Broken();
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.spool(broken, 100)).hasMessageContaining("cut");
            assertThat(broken.closed).isFalse();
        }
    }

    @Test
    default void whatWasNeverSpooledCannotBeRead() throws Exception {
        try (J journal = open()) {
            for (String ref : List.of("nothing-here", "../journal.db", "", "/etc/passwd")) {
                assertThatThrownBy(() -> journal.read(ref)).as(ref).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    default void spooledBytesThatNothingRefersToAreSweptByALaterOpening() throws Exception {
        Spooled orphan;
        Spooled kept;
        try (J journal = open()) {
            orphan = journal.spool(bytes("orphan"), 100);
            kept = journal.spool(bytes("kept"), 100);
            journal.accept(new Arrival("home", "INBOX", 1, 1, kept, Instant.EPOCH));
            assertThat(text(journal, orphan.ref())).isEqualTo("orphan");
        }
        try (J journal = open()) {
            assertThatThrownBy(() -> journal.read(orphan.ref())).isInstanceOf(IOException.class);
            assertThat(text(journal, kept.ref())).isEqualTo("kept");
        }
    }

    // ---- taking in

    @Test
    default void anAcceptedMailSurvivesReopeningWithEverythingAboutIt() throws Exception {
        Arrival arrival;
        String id;
        try (J journal = open()) {
            arrival = arrival(journal, "home", 7, "hello");
            Accepted accepted = journal.accept(arrival);
            assertThat(accepted.fresh()).isTrue();
            id = accepted.itemId();
        }
        assertThat(id).matches("[0-9a-z-]{1,40}");
        try (J journal = open()) {
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.INGESTED);
            assertThat(item.account()).isEqualTo("home");
            assertThat(item.arrival()).contains(arrival);
            assertThat(item.outbound()).isEmpty();
            assertThat(item.admitted()).isEmpty();
            assertThat(item.attempts()).isZero();
            assertThat(text(journal, item.arrival().orElseThrow().spooled().ref()))
                    .isEqualTo("hello");
        }
    }

    @Test
    default void aMailIsTakenInOnceByItsKey() throws Exception {
        try (J journal = open()) {
            Arrival arrival = arrival(journal, "home", 7, "hello");
            String id = journal.accept(arrival).itemId();
            assertThat(journal.accept(arrival)).isEqualTo(new Accepted(id, false));
            assertThat(journal.accept(arrival(journal, "home", 7, "other bytes, same place")))
                    .isEqualTo(new Accepted(id, false));
            assertThat(journal.find(Filter.newest(10))).hasSize(1);
            assertThat(text(journal, arrival.spooled().ref())).isEqualTo("hello");
        }
    }

    @Test
    default void aMailIsTakenInOnceByItsBytesAfterTheFolderWasNumberedAnew() throws Exception {
        try (J journal = open()) {
            String id = journal.accept(arrival(journal, "home", 7, "hello")).itemId();
            Spooled again = journal.spool(bytes("hello"), 100);
            assertThat(journal.accept(new Arrival("home", "INBOX", 2, 1, again, Instant.EPOCH)))
                    .isEqualTo(new Accepted(id, false));
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 2, 1));
            assertThat(journal.accept(arrival(journal, "work", 7, "hello")).fresh())
                    .as("the same bytes in another account are another mail")
                    .isTrue();
        }
    }

    @Test
    default void acceptingTakesTheCursorAlongAndNeverBack() throws Exception {
        try (J journal = open()) {
            assertThat(journal.cursor("home", "INBOX")).isEmpty();
            Arrival seventh = arrival(journal, "home", 7, "seven");
            journal.accept(seventh);
            journal.accept(arrival(journal, "home", 9, "nine"));
            journal.accept(seventh);
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 1, 9));
            assertThat(journal.cursor("home", "Archive")).isEmpty();
        }
        try (J journal = open()) {
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 1, 9));
        }
    }

    @Test
    default void theCursorCanBeSetAlone() throws Exception {
        try (J journal = open()) {
            journal.moveCursor(new Cursor("home", "INBOX", 5, 100));
            journal.moveCursor(new Cursor("home", "INBOX", 5, 40));
        }
        try (J journal = open()) {
            assertThat(journal.cursor("home", "INBOX")).contains(new Cursor("home", "INBOX", 5, 40));
            assertThat(journal.find(Filter.newest(10))).isEmpty();
        }
    }

    @Test
    default void anArrivalWhoseBytesAreGoneIsRefusedWhole() throws Exception {
        try (J journal = open()) {
            Spooled never = new Spooled("nothing-here", "00", 5);
            assertThatThrownBy(() -> journal.accept(new Arrival("home", "INBOX", 1, 3, never, Instant.EPOCH)))
                    .isInstanceOf(JournalException.class);
            assertThat(journal.cursor("home", "INBOX")).isEmpty();
            assertThat(journal.find(Filter.newest(10))).isEmpty();
        }
    }

    @Test
    default void aMailOfOurOwnIsSubmittedOnceByItsKey() throws Exception {
        Outbound alert = new Outbound("alert-1", "", "", "me@example.org", "Disk", "It is **full**.");
        String id;
        try (J journal = open()) {
            id = journal.submit(alert);
            assertThat(journal.submit(alert)).isEqualTo(id);
            assertThat(journal.submit(new Outbound("alert-1", "home", "", "x@example.org", "Other", "Other")))
                    .isEqualTo(id);
        }
        try (J journal = open()) {
            assertThat(journal.submit(alert)).isEqualTo(id);
            Item item = journal.find(id).orElseThrow();
            assertThat(item.stage()).isEqualTo(Stage.ANSWERED);
            assertThat(item.outbound()).contains(alert);
            assertThat(item.arrival()).isEmpty();
            assertThat(item.answered().orElseThrow().markdown()).isEqualTo("It is **full**.");
            assertThat(journal.find(Filter.newest(10))).hasSize(1);
        }
    }

    @Test
    default void severalMailsAreTakenInAndTheCursorPassesNoneThatIsNot() throws Exception {
        try (J journal = open()) {
            Arrival first = arrival(journal, "home", 1, "a");
            Arrival second = arrival(journal, "home", 2, "b");
            List<Accepted> accepted = journal.accept(List.of(first, second, arrival(journal, "home", 2, "b")));
            assertThat(accepted).extracting(Accepted::fresh).containsExactly(true, true, false);
            assertThat(accepted.get(2).itemId()).isEqualTo(accepted.get(1).itemId());

            Arrival gone = new Arrival("home", "INBOX", 1, 4, new Spooled("gone", "0".repeat(64), 1), Instant.EPOCH);
            assertThatThrownBy(() -> journal.accept(
                            List.of(arrival(journal, "home", 3, "c"), gone, arrival(journal, "home", 5, "e"))))
                    .isInstanceOf(JournalException.class);
            assertThat(journal.cursor("home", "INBOX").orElseThrow().lastUid()).isBetween(2L, 3L);
        }
        try (J journal = open()) {
            assertThat(journal.find(Filter.newest(9))).hasSizeBetween(2, 3);
        }
    }
}

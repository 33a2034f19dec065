package org.dharmic.configguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.launcher.metatype.Attribute;
import org.dharmic.launcher.metatype.Problem;
import org.dharmic.launcher.metatype.Schema;
import org.dharmic.launcher.metatype.StoredSet;
import org.dharmic.launcher.metatype.Verdict;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

    private static final String PID = "org.dharmic.room";
    private static final Map<String, Object> GOOD = Map.of("size", "3");
    private static final Map<String, Object> BAD = Map.of("size", "many");

    @TempDir
    Path folder;

    private final Room room = new Room();
    private final List<String> redelivered = new ArrayList<>();

    @Test
    void aBadSetIsReplacedByTheLastGoodOneAlsoInTheNextLife() throws IOException {
        Guard guard = guard();
        assertThat(guard.judge(raw(GOOD))).isEqualTo(GOOD);
        guard.settle(PID);
        assertThat(guard.judge(raw(BAD))).isEqualTo(GOOD);
        assertThat(guard.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .isEqualTo("size must be a whole number from 1 to 9, was 'many' (etc/room.cfg)"));

        Guard next = guard();
        assertThat(next.judge(raw(BAD))).isEqualTo(GOOD);
        assertThat(next.judge(raw(Map.of("size", "4")))).containsEntry("size", "4");
        assertThat(next.problems()).isEmpty();
    }

    @Test
    void theSetInForceStaysAlsoWhenItWasNotKeptYet() throws IOException {
        Guard guard = guard();
        guard.judge(raw(GOOD));
        guard.settle(PID);
        Map<String, Object> newer = Map.of("size", "8");
        guard.judge(raw(newer));
        assertThat(guard.judge(raw(BAD))).isEqualTo(newer);
        guard.settle(PID);
        assertThat(guard().judge(raw(BAD))).as("in the next life").isEqualTo(newer);
    }

    @Test
    void aBadSetWithoutAGoodOneBeforePassesSoThatTheRoomRefusesIt() {
        Guard guard = guard();
        assertThat(guard.judge(raw(BAD))).isEqualTo(BAD);
        assertThat(guard.problems()).hasSize(1);
    }

    @Test
    void aBadFirstSetOfARunningRoomLeavesItItsDefaults() throws IOException {
        Guard guard = guard();
        guard.complete();
        assertThat(guard.judge(raw(BAD))).isEmpty();
        guard.settle(PID);
        assertThat(redelivered).isEmpty();
        assertThat(guard().judge(raw(BAD))).as("in the next life").isEmpty();
    }

    @Test
    void aLastGoodSetThatANewVersionWouldRefuseIsNotUsed() throws IOException {
        Guard guard = guard();
        guard.judge(raw(Map.of("size", "9")));
        guard.settle(PID);
        room.max = 5;
        assertThat(guard.judge(raw(BAD))).isEqualTo(BAD);
    }

    @Test
    void whatTheRoomsOwnCheckRefusedStaysRefusedWhileTheCheckIsAway() throws IOException {
        room.check = set -> set.get("size").equals("7")
                ? List.of(new ConfigProblem(PID, "size", "7", "anything but 7", ""))
                : List.of();
        Guard guard = guard();
        guard.judge(raw(GOOD));
        guard.settle(PID);
        Map<String, Object> seven = Map.of("size", "7");
        assertThat(guard.judge(raw(seven))).isEqualTo(GOOD);
        guard.settle(PID);

        room.check = null;
        Guard next = guard();
        assertThat(next.judge(raw(seven))).isEqualTo(GOOD);
        assertThat(next.problems()).extracting(ConfigProblem::expected).containsExactly("anything but 7");
        next.settle(PID);
        assertThat(next.judge(raw(seven))).isEqualTo(GOOD);

        room.version = "2";
        assertThat(next.judge(raw(seven))).as("a newer room is asked anew").isEqualTo(seven);
    }

    @Test
    void aCheckThatComesLaterTakesABadSetBack() throws IOException {
        Guard guard = guard();
        guard.judge(raw(GOOD));
        guard.settle(PID);
        Map<String, Object> seven = Map.of("size", "7");
        assertThat(guard.judge(raw(seven))).isEqualTo(seven);
        room.check = set -> set.get("size").equals("7")
                ? List.of(new ConfigProblem(PID, "size", "7", "anything but 7", ""))
                : List.of();
        guard.settle(PID);
        assertThat(redelivered).containsExactly(PID);
        assertThat(guard.judge(raw(seven))).isEqualTo(GOOD);
    }

    @Test
    void aCheckThatFailsItselfDoesNotHoldASetBack() {
        room.check = set -> {
            throw new IllegalStateException("broken");
        };
        assertThat(guard().judge(raw(GOOD))).isEqualTo(GOOD);
    }

    @Test
    void aRemovedFileLeavesNoProblem() {
        Guard guard = guard();
        guard.judge(raw(BAD));
        guard.removed(PID);
        assertThat(guard.problems()).isEmpty();
    }

    @Test
    void aSetThatLosesAllItsKeysWaitsUntilThatIsConfirmed() throws IOException {
        Guard guard = guard();
        guard.judge(raw(GOOD));
        assertThat(guard.judge(raw(Map.of()))).isEqualTo(GOOD);
        assertThat(guard.judge(raw(Map.of()))).as("each component asks").isEqualTo(GOOD);
        guard.settle(PID);
        assertThat(redelivered).as("while nobody knows").isEmpty();
        assertThat(guard.judge(raw(Map.of("size", "4"))))
                .as("the editor goes on to write")
                .containsEntry("size", "4");
        guard.confirmEmpty(PID);
        assertThat(redelivered).isEmpty();

        guard.judge(raw(Map.of()));
        guard.confirmEmpty(PID);
        assertThat(redelivered).containsExactly(PID);
        assertThat(guard.judge(raw(Map.of()))).as("meant").isEmpty();
        assertThat(guard().judge(raw(Map.of()))).as("at a start").isEmpty();
    }

    @Test
    void aNewGuardLooksAtWhatWasDeliveredBeforeItCame() throws IOException {
        Guard first = guard();
        first.judge(raw(GOOD));
        first.settle(PID);

        Guard next = guard();
        next.found(raw(BAD));
        assertThat(next.watched()).isEqualTo(1);
        assertThat(next.problems()).hasSize(1);
        next.settle(PID);
        assertThat(redelivered).as("the room may have got it").containsExactly(PID);
        assertThat(next.judge(raw(BAD))).isEqualTo(GOOD);
    }

    @Test
    void theVerdictIsLeftForTheCommandLineWithoutAnyValue() throws IOException {
        Guard guard = guard();
        guard.judge(raw(Map.of("size", "many")));
        guard.publish(PID);
        Path file = folder.resolve("config").resolve(StoredSet.fileName(PID, Verdict.SUFFIX));
        Verdict verdict = Verdict.parse(Files.readString(file));
        assertThat(verdict.isAbout(Map.of("size", "many"))).isTrue();
        assertThat(verdict.isAbout(Map.of("size", "3"))).isFalse();
        assertThat(verdict.problems()).extracting(Problem::key).containsExactly("size");

        guard.judge(raw(Map.of("size", "3", "secret", "hunter2")));
        guard.publish(PID);
        assertThat(file).content().doesNotContain("hunter2");
        assertThat(Verdict.parse(Files.readString(file)).problems()).isEmpty();
        guard.removed(PID);
        guard.publish(PID);
        assertThat(file).doesNotExist();
    }

    @Test
    void onlyKnownKeysAreKeptAndForTheOwnerAlone() throws IOException {
        Guard guard = guard();
        guard.judge(raw(Map.of("size", "3", "password", "hunter2")));
        guard.settle(PID);
        Path file = folder.resolve("config").resolve(PID + ".good");
        assertThat(file).content().contains("size").doesNotContain("hunter2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anUnreadableLastGoodSetCountsAsNone() throws IOException {
        Guard guard = guard();
        guard.judge(raw(GOOD));
        guard.settle(PID);
        Files.writeString(folder.resolve("config").resolve(PID + ".good"), "torn");
        assertThat(guard().judge(raw(BAD))).isEqualTo(BAD);
    }

    @Test
    void everyTypeOfAFileComesBackAsItWas() throws IOException {
        Map<String, Object> set = Map.of(
                "text",
                "a\tb\\n\nc ä",
                "flag",
                true,
                "count",
                3,
                "long",
                4L,
                "ratio",
                0.5,
                "list",
                new String[] {"x", "", "y"},
                "none",
                new Integer[0]);
        Map<String, Object> read = StoredSet.read(StoredSet.write(set).orElseThrow());
        assertThat(read).usingRecursiveComparison().isEqualTo(set);
        assertThat(StoredSet.write(Map.of("odd", new Object()))).isEmpty();
        assertThatThrownBy(() -> StoredSet.read("# dharmic configuration set 1\nnonsense\n"))
                .isInstanceOf(IOException.class);
    }

    private Guard guard() {
        return new Guard(room, new LastGood(folder.resolve("config")), redelivered::add);
    }

    private static Guard.RawSet raw(Map<String, Object> values) {
        return new Guard.RawSet(PID, PID, "etc/room.cfg", values);
    }

    private static final class Room implements Guard.Rooms {
        int max = 9;
        String version = "1";
        ConfigCheck check;

        @Override
        public Optional<Schema> schema(String pid) {
            return Optional.of(new Schema(
                    PID + " " + version,
                    Map.of(
                            "size",
                            new Attribute(
                                    "size",
                                    Attribute.Type.INTEGER,
                                    "a size",
                                    List.of(),
                                    0,
                                    false,
                                    BigDecimal.ONE,
                                    BigDecimal.valueOf(max),
                                    List.of()))));
        }

        @Override
        public Optional<ConfigCheck> check(String pid) {
            return Optional.ofNullable(check);
        }
    }
}

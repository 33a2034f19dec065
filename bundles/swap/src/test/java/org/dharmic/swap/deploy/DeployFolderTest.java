package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.deploy.FileState.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployFolderTest {

    private static final String A = "org.dharmic.a";
    private static final String B = "org.dharmic.b";

    @TempDir
    Path root;

    private Setting setting;

    @BeforeEach
    void twoBundlesRun() throws Exception {
        setting = new Setting(root);
        setting.swaps.runs(A, "1.0.0");
        setting.swaps.runs(B, "1.0.0");
    }

    @Test
    void aMissingFolderIsMadeForItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(setting.folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void aNewerJarIsExchangedOnceItHasSettled() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.deploy.scan();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.SETTLING);
        assertThat(setting.swaps.requests).isEmpty();

        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.swaps.requests)
                .containsExactly(new Request(
                        Request.Kind.UPGRADE_OR_INSTALL,
                        List.of(setting.folder.resolve("a.jar")),
                        List.of(),
                        false,
                        "deploy/a.jar"));
        assertThat(setting.state("a.jar"))
                .isEqualTo(new FileState("a.jar", State.APPLIED, A, "1.1.0", "h1", Setting.NOW, List.of()));
    }

    @Test
    void whatIsStillBeingWrittenIsNotTouched() throws Exception {
        byte[] jar = Jars.bundle(A, "1.1.0");
        for (int part = 1; part < 4; part++) {
            setting.drop("a.jar", Arrays.copyOf(jar, jar.length * part / 4));
            setting.pass(Duration.ofMillis(500));
        }
        assertThat(setting.state("a.jar").state()).isEqualTo(State.SETTLING);
        setting.drop("a.jar", jar);
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.swaps.requests).hasSize(1);
    }

    @Test
    void aHalfCopiedJarWaitsAndIsTakenWhenItIsWhole() throws Exception {
        byte[] jar = Jars.bundle(A, "1.1.0");
        setting.drop("a.jar", Arrays.copyOf(jar, jar.length / 2));
        setting.pass(Duration.ofSeconds(20));
        assertThat(setting.state("a.jar").state()).isEqualTo(State.WAITING);
        assertThat(setting.state("a.jar").reasons().get(0)).startsWith("is no whole jar yet: ");
        assertThat(setting.swaps.requests).isEmpty();

        setting.drop("a.jar", jar);
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void aCopyWithHolesIsNoWholeJarAlthoughItsEndIsThere() throws Exception {
        byte[] jar = Jars.bundle(A, "1.1.0");
        Arrays.fill(jar, 60, 90, (byte) 0);
        setting.drop("a.jar", jar);
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.WAITING);
    }

    @Test
    void whatStaysHalfIsReportedAsBrokenAndChangesNothing() throws Exception {
        setting.drop("a.jar", new byte[100]);
        setting.pass(Duration.ofSeconds(31));

        assertThat(setting.state("a.jar").state()).isEqualTo(State.BROKEN);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("is no whole jar", "copy it again");
        assertThat(setting.swaps.requests).isEmpty();

        setting.restart();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.BROKEN);
    }

    @Test
    void jarsDroppedTogetherAreOneSet() throws Exception {
        setting.drop("b.jar", Jars.bundle(B, "2.0.0"));
        setting.pass(Duration.ofMillis(500));
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();

        assertThat(setting.swaps.requests).singleElement().satisfies(request -> {
            assertThat(request.jars()).hasSize(2);
            assertThat(request.origin()).isEqualTo("deploy/a.jar, b.jar");
        });
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.swaps.version(B)).isEqualTo("2.0.0");
    }

    @Test
    void aSetWaitsAtMostTenSecondsForOneThatIsStillBeingWritten() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.drop("b.jar", new byte[10]);
        setting.pass(Duration.ofSeconds(9));
        assertThat(setting.state("a.jar").state()).isEqualTo(State.HELD);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("waits for those that are still being written");

        setting.pass(Duration.ofSeconds(3));

        assertThat(setting.state("a.jar").state()).isEqualTo(State.APPLIED);
        assertThat(setting.state("b.jar").state()).isEqualTo(State.WAITING);
        assertThat(setting.swaps.requests).singleElement().satisfies(request -> assertThat(request.jars())
                .hasSize(1));
    }

    @Test
    void aSetThatIsPutBackChangesNothingAndSaysWhy() throws Exception {
        setting.swaps.sick.add(B);
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.drop("b.jar", Jars.bundle(B, "1.1.0"));
        setting.settle();

        for (String file : List.of("a.jar", "b.jar")) {
            assertThat(setting.state(file).state()).isEqualTo(State.PUT_BACK);
            assertThat(setting.state(file).reasons()).containsExactly("it does not come up");
        }
        setting.pass(Duration.ofMinutes(1));
        assertThat(setting.swaps.requests).hasSize(1);
    }

    @Test
    void aMendedFileTakesItsSetAlong() throws Exception {
        setting.swaps.sick.add(B);
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.drop("b.jar", Jars.bundle(B, "1.1.0"));
        setting.settle();
        setting.swaps.sick.clear();
        setting.drop("b.jar", Jars.bundle(B, "1.1.1"));
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.swaps.version(B)).isEqualTo("1.1.1");
    }

    @Test
    void whenTheBadOneOfASetIsTakenOutTheOthersGo() throws Exception {
        setting.swaps.sick.add(B);
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.drop("b.jar", Jars.bundle(B, "1.1.0"));
        setting.settle();
        setting.remove("b.jar");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.swaps.version(B)).isEqualTo("1.0.0");
    }

    @Test
    void aKeptJarIsNotAppliedAgainAfterARestart() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();
        setting.restart();
        setting.settle();

        assertThat(setting.swaps.requests).hasSize(1);
        assertThat(setting.state("a.jar").exchange()).isEqualTo("h1");
    }

    @Test
    void aRefusedJarIsTriedAgainOnlyWhenItsFileChanges() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "0.9.0"));
        setting.settle();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
        assertThat(setting.state("a.jar").reasons()).containsExactly("0.9.0 is not newer than 1.0.0");
        setting.restart();
        setting.settle();
        assertThat(setting.swaps.requests).hasSize(1);

        setting.touch("a.jar");
        setting.settle();

        assertThat(setting.swaps.requests).hasSize(2);
    }

    @Test
    void aFileThatWasOnlyMovedIsNotTriedAgain() throws Exception {
        Path file = setting.drop("a.jar", Jars.bundle(A, "0.9.0"));
        setting.settle();
        Path copy = root.resolve("copy");
        Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        setting.settle();
        setting.settle();

        assertThat(setting.swaps.requests).hasSize(1);
        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
    }

    @Test
    void whatRunsAlreadyWithTheSameContentCountsAsApplied() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.0.0"));
        setting.settle();

        assertThat(setting.swaps.requests).isEmpty();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.APPLIED);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("ran already");

        setting.remove("a.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
        assertThat(setting.swaps.rollbacks).isEmpty();
    }

    @Test
    void theSameVersionWithOtherContentIsNotWhatRuns() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.0.0", "other"));
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
    }

    @Test
    void aKillBeforeTheLedgerIsWrittenDoesNothingTwice() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();
        Files.delete(setting.ledgerFile);
        setting.restart();
        setting.settle();

        assertThat(setting.swaps.requests).hasSize(1);
        assertThat(setting.state("a.jar").state()).isEqualTo(State.APPLIED);

        setting.remove("a.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void aJarThatEndsTheProcessDoesSoTwiceAtMost() throws Exception {
        setting.swaps.death = new AssertionError("the process ends");
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        for (int start = 0; start < 4; start++) {
            try {
                setting.settle();
            } catch (AssertionError death) {
                setting.restart();
            }
        }
        assertThat(setting.swaps.deaths).isEqualTo(2);
        assertThat(setting.state("a.jar").state()).isEqualTo(State.PUT_BACK);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("ended 2 times", "touch a.jar");

        setting.swaps.death = null;
        setting.touch("a.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void ofTwoVersionsDroppedTogetherTheNewerCounts() throws Exception {
        setting.drop("a-1.jar", Jars.bundle(A, "1.10.0"));
        setting.drop("a-2.jar", Jars.bundle(A, "1.9.0"));
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.10.0");
        assertThat(setting.state("a-2.jar").state()).isEqualTo(State.OLDER);

        setting.remove("a-1.jar");
        setting.settle();
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.9.0");
    }

    @Test
    void whatOnlyForceCouldDoIsSaidWithTheCommandThatDoesIt() throws Exception {
        setting.swaps.next = Outcome.Result.REFUSED;
        setting.swaps.why = "more would be stopped; --force does it all the same";
        Path file = setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();

        assertThat(setting.state("a.jar").reasons())
                .containsExactly(setting.swaps.why, "the folder forces nothing; by hand: swap:upgrade --force " + file);
    }

    @Test
    void whatTakesOverWithTheNextStartSaysSo() throws Exception {
        setting.swaps.next = Outcome.Result.AT_RESTART;
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.AT_RESTART);
        setting.restart();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.APPLIED);
        assertThat(setting.state("a.jar").reasons()).isEmpty();
    }

    @Test
    void otherFilesAreIgnoredAndOnlyTheExpectedOnesShown() throws Exception {
        for (String name :
                List.of(".hidden.jar", "x.jar.part", "x.jar.tmp", "x.jar~", "notes.txt", "org.x.cfg", "k.kar")) {
            setting.drop(name, Jars.bundle(A, "1.1.0"));
        }
        Files.createDirectory(setting.folder.resolve("folder.jar"));
        setting.settle();

        assertThat(setting.deploy.states())
                .extracting(FileState::file)
                .containsExactly("folder.jar", "k.kar", "notes.txt", "org.x.cfg");
        assertThat(setting.deploy.states())
                .allSatisfy(state -> assertThat(state.state()).isEqualTo(State.IGNORED));
        assertThat(setting.swaps.requests).isEmpty();
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path outside = root.resolve("outside.jar");
        Files.write(outside, Jars.bundle(A, "1.1.0"));
        Files.createSymbolicLink(setting.folder.resolve("a.jar"), outside);
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("is a link");
        assertThat(setting.swaps.requests).isEmpty();
    }

    @Test
    void aPipeIsIgnored() throws Exception {
        new ProcessBuilder("mkfifo", setting.folder.resolve("a.jar").toString())
                .start()
                .waitFor();
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.IGNORED);
    }

    @Test
    void aFileThatOthersMayWriteIsRefusedUntilThatIsMended() throws Exception {
        Files.setPosixFilePermissions(setting.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        setting.settle();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.REFUSED);
        assertThat(setting.state("a.jar").reasons().get(0)).contains("chmod go-w " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void inAFolderThatNobodyElseMayEnterTheModeOfAFileIsOfNoMatter() throws Exception {
        Path file = setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void nothingIsActedUponWhileOthersMayWriteTheFolder() throws Exception {
        setting.refusals.add("etc can be written by its group: chmod go-w etc");
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();
        assertThat(setting.swaps.requests).isEmpty();
        assertThat(setting.deploy.problems()).containsExactly("etc can be written by its group: chmod go-w etc");
        assertThat(setting.state("a.jar").reasons().get(0)).contains("chmod go-w etc");

        setting.refusals.clear();
        setting.pass(Duration.ofSeconds(1));
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.deploy.problems()).isEmpty();
    }

    @Test
    void aFailureThatIsNoAnswerIsTriedAgain() throws Exception {
        setting.swaps.failure = new IllegalStateException("leaving");
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.settle();
        assertThat(setting.deploy.problems()).singleElement().asString().contains("leaving");
        setting.pass(Duration.ofSeconds(31));

        setting.swaps.failure = null;
        setting.pass(Duration.ofSeconds(11));
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.deploy.problems()).isEmpty();
    }
}

package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.deploy.FileState.State;
import org.junit.jupiter.api.Test;

/** When a jar in the folder is taken, and when it is not taken again. */
class DeployFolderTest extends DeployScene {

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

package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.deploy.FileState.State;
import org.junit.jupiter.api.Test;

/** What happens when a file leaves the folder. */
class TakingBackTest extends DeployScene {

    private static final String NEW = "org.other.new";

    @Test
    void whenTheFileGoesItsUpgradeIsRolledBack() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.remove("a.jar");
        setting.deploy.scan();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.LEAVING);
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
        assertThat(setting.deploy.states()).isEmpty();
    }

    @Test
    void whatTheFolderInstalledIsRemoved() throws Exception {
        dropped("new.jar", NEW, "1.0.0");
        setting.remove("new.jar");
        setting.settle();

        assertThat(setting.swaps.version(NEW)).isEqualTo("none");
        Request last = setting.swaps.requests.get(1);
        assertThat(last.kind()).isEqualTo(Request.Kind.REMOVE);
        assertThat(last.remove()).containsExactly(NEW);
        assertThat(last.origin()).isEqualTo("deploy/new.jar");
    }

    @Test
    void aFileThatIsReplacedQuicklyIsNoRemoval() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.remove("a.jar");
        setting.pass(Duration.ofMillis(500));
        setting.drop("a.jar", Jars.bundle(A, "1.2.0"));
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.2.0");
        assertThat(setting.swaps.rollbacks).isEmpty();
    }

    @Test
    void aFileRemovedWhileNothingRanIsTakenBackAtTheFirstLook() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.remove("a.jar");
        setting.restart();
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void whatWasExchangedByCommandSinceStays() throws Exception {
        dropped("a.jar", A, "1.1.0");
        Path jar = root.resolve("newer.jar");
        Files.write(jar, Jars.bundle(A, "1.2.0"));
        setting.swaps.byCommand(jar);
        setting.remove("a.jar");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.2.0");
        assertThat(setting.swaps.rollbacks).isEmpty();
        assertThat(setting.deploy.states()).isEmpty();
    }

    @Test
    void whatWasRolledBackByCommandIsNotRolledBackFurther() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.swaps.rollback(A, false, "command");
        setting.remove("a.jar");
        setting.settle();

        assertThat(setting.swaps.rollbacks).hasSize(1);
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void whatWasExchangedByCommandAndRolledBackAgainIsStillTheFiles() throws Exception {
        dropped("a.jar", A, "1.1.0");
        Path jar = root.resolve("newer.jar");
        Files.write(jar, Jars.bundle(A, "1.2.0"));
        setting.swaps.byCommand(jar);
        setting.swaps.rollback(A, false, "command");
        setting.remove("a.jar");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void removingTheOlderFileAfterANewerOneChangesNothing() throws Exception {
        dropped("a-1.jar", A, "1.1.0");
        dropped("a-2.jar", A, "1.2.0");
        setting.remove("a-1.jar");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.2.0");
        assertThat(setting.swaps.rollbacks).isEmpty();
        assertThat(setting.deploy.states()).extracting(FileState::file).containsExactly("a-2.jar");
    }

    @Test
    void aFileReplacedByANewerOneOfAnotherNameIsAnUpgrade() throws Exception {
        dropped("a-1.jar", A, "1.1.0");
        setting.remove("a-1.jar");
        setting.drop("a-2.jar", Jars.bundle(A, "1.2.0"));
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.2.0");
        assertThat(setting.swaps.rollbacks).isEmpty();
    }

    @Test
    void withoutAFileNothingOfTheFolderRunsOnHoweverOftenItWasReplaced() throws Exception {
        dropped("a.jar", A, "1.1.0");
        dropped("a.jar", A, "1.2.0");
        dropped("a-3.jar", A, "1.3.0");
        setting.remove("a.jar");
        setting.settle();
        setting.remove("a-3.jar");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void whatTheFolderInstalledAndUpgradedIsRemoved() throws Exception {
        dropped("new.jar", NEW, "1.0.0");
        dropped("new.jar", NEW, "1.1.0");
        setting.remove("new.jar");
        setting.settle();

        assertThat(setting.swaps.version(NEW)).isEqualTo("none");
    }

    @Test
    void anOlderFileThatIsStillThereRunsAgainWhenTheNewerOneGoes() throws Exception {
        dropped("a-1.jar", A, "1.1.0");
        dropped("a-2.jar", A, "1.2.0");
        setting.remove("a-2.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");

        setting.remove("a-1.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void whatCameByCommandBelowAFileStays() throws Exception {
        Path jar = root.resolve("newer.jar");
        Files.write(jar, Jars.bundle(A, "1.1.0"));
        setting.swaps.byCommand(jar);
        dropped("a.jar", A, "1.2.0");
        setting.remove("a.jar");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
    }

    @Test
    void aRenamedFileIsStillTheOneThatBroughtIt() throws Exception {
        dropped("a-1.jar", A, "1.1.0");
        Files.move(setting.folder.resolve("a-1.jar"), setting.folder.resolve("a-2.jar"));
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.state("a-2.jar").reasons()).isEmpty();

        setting.remove("a-2.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void aBrokenJarOverAGoodOneChangesNothingAndTheFileIsStillItsOwner() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.drop("a.jar", new byte[7]);
        setting.pass(Duration.ofSeconds(31));
        assertThat(setting.state("a.jar").state()).isEqualTo(State.BROKEN);
        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");

        setting.remove("a.jar");
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
    }

    @Test
    void aFileThatNowHoldsAnotherBundleTakesItsFormerOneAlong() throws Exception {
        dropped("addon.jar", NEW, "1.0.0");
        dropped("addon.jar", "org.other.second", "1.0.0");

        assertThat(setting.swaps.version("org.other.second")).isEqualTo("1.0.0");
        assertThat(setting.swaps.version(NEW)).isEqualTo("none");
        assertThat(setting.state("addon.jar").state()).isEqualTo(State.APPLIED);
    }

    @Test
    void aSetThatGoesTogetherIsRolledBackOnce() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.drop("b.jar", Jars.bundle(B, "1.1.0"));
        setting.drop("new.jar", Jars.bundle(NEW, "1.0.0"));
        setting.settle();
        for (String file : List.of("a.jar", "b.jar", "new.jar")) {
            setting.remove(file);
        }
        setting.settle();

        assertThat(setting.swaps.rollbacks).hasSize(1);
        assertThat(setting.swaps.requests).hasSize(1);
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
        assertThat(setting.swaps.version(B)).isEqualTo("1.0.0");
        assertThat(setting.swaps.version(NEW)).isEqualTo("none");
    }

    @Test
    void oneFileOfASetTakesTheOthersBackAndSaysSo() throws Exception {
        setting.drop("a.jar", Jars.bundle(A, "1.1.0"));
        setting.drop("b.jar", Jars.bundle(B, "1.1.0"));
        setting.settle();
        setting.remove("a.jar");
        setting.settle();

        assertThat(setting.swaps.version(B)).isEqualTo("1.0.0");
        assertThat(setting.state("b.jar").state()).isEqualTo(State.TAKEN_BACK);
        assertThat(setting.state("b.jar").reasons())
                .containsExactly("went back with a.jar, which it came with; touch it to have it again");

        setting.touch("b.jar");
        setting.settle();
        assertThat(setting.swaps.version(B)).isEqualTo("1.1.0");
    }

    @Test
    void setsGoBackLatestFirst() throws Exception {
        dropped("a.jar", A, "1.1.0");
        dropped("b.jar", B, "1.1.0");
        setting.remove("a.jar");
        setting.remove("b.jar");
        setting.settle();

        assertThat(setting.swaps.rollbacks).containsExactly(B, A);
    }

    @Test
    void whatCannotBeTakenBackStaysAndSaysSo() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.remove("a.jar");
        setting.swaps.next = Outcome.Result.REFUSED;
        setting.pass(Duration.ofMinutes(1));

        assertThat(setting.swaps.rollbacks).hasSize(1);
        assertThat(setting.state("a.jar").state()).isEqualTo(State.LEFT);
        assertThat(setting.state("a.jar").reasons())
                .containsExactly(
                        "the file is gone and " + A + " 1.1.0 stays, nothing was changed", "refused by the test");

        setting.swaps.next = Outcome.Result.KEPT;
        setting.restart();
        setting.settle();
        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
        assertThat(setting.deploy.states()).isEmpty();
    }

    @Test
    void whatStoodInTheWayMayHaveGone() throws Exception {
        dropped("a.jar", A, "1.1.0");
        dropped("b.jar", B, "1.1.0");
        setting.swaps.next = Outcome.Result.REFUSED;
        setting.remove("a.jar");
        setting.settle();
        assertThat(setting.state("a.jar").state()).isEqualTo(State.LEFT);

        setting.swaps.next = Outcome.Result.KEPT;
        setting.remove("b.jar");
        setting.settle();
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.0.0");
        assertThat(setting.deploy.states()).isEmpty();
    }

    @Test
    void whatAPersonTookBackByHandIsForgotten() throws Exception {
        dropped("a.jar", A, "1.1.0");
        setting.remove("a.jar");
        setting.swaps.next = Outcome.Result.REFUSED;
        setting.settle();
        setting.swaps.next = Outcome.Result.KEPT;
        setting.swaps.rollback(A, false, "command");
        setting.pass(Duration.ofSeconds(31));

        assertThat(setting.deploy.states()).isEmpty();
        assertThat(setting.swaps.rollbacks).hasSize(2);
    }

    @Test
    void aFileThatComesBackAfterThatIsAppliedAsBefore() throws Exception {
        dropped("a.jar", A, "1.1.0");
        Path aside = root.resolve("aside.jar");
        Files.move(setting.folder.resolve("a.jar"), aside);
        setting.swaps.next = Outcome.Result.REFUSED;
        setting.settle();
        Files.move(aside, setting.folder.resolve("a.jar"));
        setting.settle();

        assertThat(setting.state("a.jar").state()).isEqualTo(State.APPLIED);
    }

    @Test
    void aFolderThatCannotBeReadIsNotAnEmptyOne() throws Exception {
        dropped("a.jar", A, "1.1.0");
        Path aside = root.resolve("aside");
        Files.move(setting.folder, aside);
        Files.writeString(setting.folder, "a file in its place");
        setting.settle();

        assertThat(setting.swaps.version(A)).isEqualTo("1.1.0");
        assertThat(setting.deploy.problems()).hasSize(1);
    }

    private void dropped(String file, String name, String version) throws Exception {
        setting.drop(file, Jars.bundle(name, version));
        setting.settle();
        assertThat(setting.swaps.version(name)).isEqualTo(version);
    }
}

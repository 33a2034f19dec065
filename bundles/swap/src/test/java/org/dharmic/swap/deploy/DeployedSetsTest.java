package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.dharmic.swap.deploy.FileState.State;
import org.junit.jupiter.api.Test;

/** Jars that are dropped together go together. */
class DeployedSetsTest extends DeployScene {

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
}

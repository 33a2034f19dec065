package org.dharmic.configguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.dharmic.configguard.GuardedFramework.PID;
import static org.dharmic.configguard.GuardedFramework.SOON;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** The guard among the real framework, component runtime and configuration admin. */
class GuardIT {

    @TempDir
    Path folder;

    private GuardedFramework run;

    @BeforeEach
    void start() throws Exception {
        run = new GuardedFramework(folder);
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("data/config/" + PID + ".good")));
    }

    @AfterEach
    void stop() throws Exception {
        run.stop();
    }

    @Test
    void aBadSetReachesNeitherInstanceNorServicePropertiesNorTheNextStart() throws Exception {
        Object instance = run.supplier();
        size("many");
        await().atMost(SOON).until(() -> !run.problems().isEmpty());
        assertThat(run.problems().get(0).message())
                .isEqualTo("size must be a whole number from 1 to 9, was 'many' (etc/" + PID + ".cfg)");
        assertThat(run.supplier()).isSameAs(instance);
        assertThat(run.property("size")).isEqualTo("3");
        assertThat(run.supplier().get()).isEqualTo("3");
        assertThat(run.configuration().getProperties().get("size"))
                .as("what the user wrote")
                .isEqualTo("many");

        run.updateRoom();
        run.awaitSize("3");
        run.restart();
        run.awaitSize("3");
        assertThat(run.problems()).hasSize(1);

        size("4");
        run.awaitSize("4");
        assertClean("4");
    }

    @Test
    void ofABadSetNothingIsLeftOnceItIsMended() throws Exception {
        size("many");
        await().atMost(SOON).until(() -> !run.problems().isEmpty());
        size("5");
        run.awaitSize("5");
        assertClean("5");
        run.updateRoom();
        run.awaitSize("5");
        assertClean("5");
        run.restart();
        run.awaitSize("5");
        assertClean("5");
    }

    private void assertClean(String size) {
        await().atMost(SOON).until(() -> run.problems().isEmpty());
        ComponentConfigurationDTO room = run.component();
        assertThat(room.state).isEqualTo(ComponentConfigurationDTO.ACTIVE);
        assertThat(room.failure).isNull();
        assertThat(room.properties).containsEntry("size", size);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(run.health().getStatus()).isEqualTo(Result.Status.OK));
    }

    @Test
    void aNewRevisionOfTheGuardKnowsWhatTheOneBeforeKnew() throws Exception {
        size("many");
        await().atMost(SOON).until(() -> !run.problems().isEmpty());
        run.updateGuard();
        await().atMost(SOON).untilAsserted(() -> assertThat(run.problems()).hasSize(1));
        assertThat(run.health().toString()).contains("1 configuration sets guarded, 1 problems");
        run.awaitSize("3");
    }

    @Test
    void aFileThatIsEmptyForAMomentBringsNoDefaults() throws Exception {
        Object instance = run.supplier();
        run.configure(Map.of());
        run.configure(Map.of("size", "5"));
        run.awaitSize("5");
        assertThat(run.supplier()).isSameAs(instance);
        // The same size may be told twice: the file may be seen in the middle of being written.
        assertThat(instance.toString().split(" ")).as("all sizes it had").containsOnly("3", "5");
        run.configure(Map.of());
        await().pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(run.supplier().get()).as("the default").isEqualTo("1"));
    }

    @Test
    void theRankingInAFileIsANumberForTheFrameworkAndMovesAReference() throws Exception {
        run.framework()
                .getBundleContext()
                .registerService(
                        Supplier.class, () -> "the other", new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 10)));
        await().atMost(SOON).until(() -> "the other".equals(run.bound()));
        run.configure(Map.of("size", "3", Constants.SERVICE_RANKING, "50"));
        await().atMost(SOON).until(() -> "3".equals(run.bound()));
        assertThat(run.property(Constants.SERVICE_RANKING)).isEqualTo(50);
        run.configure(Map.of("size", "3", Constants.SERVICE_RANKING, "5"));
        await().atMost(SOON).until(() -> "the other".equals(run.bound()));
        run.configure(Map.of("size", "3", Constants.SERVICE_RANKING, "high"));
        await().atMost(SOON).until(() -> !run.problems().isEmpty());
        assertThat(run.property(Constants.SERVICE_RANKING)).isEqualTo(5);
        run.configure(Map.of("size", "3"));
        await().atMost(SOON).until(() -> Integer.valueOf(0).equals(run.property(Constants.SERVICE_RANKING)));
    }

    @Test
    void whatTheRoomsOwnCheckRefusesStaysOutWhileTheCheckIsAway() throws Exception {
        ServiceRegistration<ConfigCheck> check = anythingButSeven();
        size("7");
        await().atMost(SOON).until(() -> !run.problems().isEmpty());
        assertThat(run.property("size")).isEqualTo("3");
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("data/config/" + PID + ".refused")));
        check.unregister();
        run.updateRoom();
        run.awaitSize("3");
        run.restart();
        run.awaitSize("3");
    }

    @Test
    void aSetThatPassedBeforeTheCheckCameIsTakenBack() throws Exception {
        size("7");
        run.awaitSize("7");
        anythingButSeven();
        run.awaitSize("3");
        assertThat(run.problems()).extracting(ConfigProblem::expected).containsExactly("anything but 7");
    }

    private ServiceRegistration<ConfigCheck> anythingButSeven() {
        return run.framework()
                .getBundleContext()
                .registerService(
                        ConfigCheck.class,
                        set -> "7".equals(set.get("size"))
                                ? List.of(new ConfigProblem(PID, "size", "7", "anything but 7", ""))
                                : List.of(),
                        new Hashtable<>(Map.of(ConfigCheck.PID, PID)));
    }

    private void size(String size) throws Exception {
        run.configure(Map.of("size", size));
    }
}

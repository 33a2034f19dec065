package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dharmic.itests.support.Breakage;
import org.dharmic.itests.support.Instance;
import org.dharmic.itests.support.KillDuringSwap;
import org.dharmic.itests.support.Postbox;
import org.dharmic.itests.support.Probe;
import org.dharmic.itests.support.Room;
import org.dharmic.itests.support.SandboxPostbox;
import org.dharmic.itests.support.SearchDuringSwap;
import org.dharmic.itests.support.SwapUnderMail;
import org.dharmic.itests.support.Swapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms of the real distribution are exchanged while mail comes in: short variants of what {@code ./dharmic bench swap}
 * measures at length. Times are the benchmark's matter; here counts what was lost, done twice, or left behind.
 */
class SwapOnDistributionTest {

    private static final Logger LOG = LoggerFactory.getLogger(SwapOnDistributionTest.class);
    /** Rooms drain for at most 2 s; the rest is for a busy machine. */
    private static final double LONGEST_PAUSE_MILLIS = 4_000;

    private static final int KILLS = 3;

    @TempDir
    static Path folder;

    private static Instance instance;
    private static Probe probe;

    @BeforeAll
    static void start() throws Exception {
        instance = Instance.withSandbox(Distribution.home(), folder.resolve("instance"));
        probe = Probe.in(instance);
        instance.start();
    }

    @AfterAll
    static void stop() throws Exception {
        instance.close();
    }

    @Test
    void everyMailIsAnsweredOnceWhileEachRoomIsUpgradedAndABrokenRevisionPutBack() throws Exception {
        SwapUnderMail.Result result;
        try (Postbox post = new SandboxPostbox(instance)) {
            result = new SwapUnderMail(instance, probe, post, folder.resolve("jars"), LOG::info)
                    .run(new SwapUnderMail.Plan(
                            Room.ALL,
                            2,
                            List.of(Breakage.FAILS_ACTIVATION),
                            Duration.ofMillis(300),
                            20,
                            Duration.ofSeconds(1),
                            10));
        }
        assertThat(result.unexpected()).isEmpty();
        assertThat(result.attempts()).hasSize(2 * Room.ALL.size());
        assertThat(result.balance().isEven()).as("%s", result.balance()).isTrue();
        assertThat(Room.ALL).allSatisfy(room -> assertThat(result.pauses(room).max())
                .as("longest pause of " + room.artifact())
                .isLessThan(LONGEST_PAUSE_MILLIS));
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsWrongWithARevisionTheOldOneRuns(Breakage breakage) throws Exception {
        Swapper.Attempt attempt = new Swapper(instance, probe, folder.resolve("jars"))
                .upgrade(Room.of("telos-yaml"), Optional.of(breakage));
        assertThat(attempt.isAsExpected()).as("%s", attempt).isTrue();
        assertThat(attempt.said().out() + attempt.said().err())
                .as("the reason")
                .containsAnyOf("telos-yaml", "org.dharmic.telos.yaml");
    }

    @Test
    void aRelativePathBeginsWhereExecWasCalled() throws Exception {
        Path jar = new Swapper(instance, probe, folder.resolve("jars")).next(Room.of("telos-yaml"), Optional.empty());

        Instance.Said here = instance.runIn(jar.getParent(), "exec", "swap:plan " + jar.getFileName());
        assertThat(here.code()).as("%s", here).isZero();
        assertThat(here.out()).contains("org.dharmic.telos.yaml");

        Instance.Said elsewhere = instance.runIn(folder, "exec", "swap:plan " + jar.getFileName());
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(elsewhere.err()).contains(folder.resolve(jar.getFileName()).toString());
    }

    @Test
    void noSearchFailsWhileTheVaultIsUpgraded() throws Exception {
        SearchDuringSwap.Result result =
                SearchDuringSwap.run(instance, probe, folder.resolve("jars"), 100, 3, Duration.ofSeconds(1), LOG::info);
        assertThat(result.attempts()).allMatch(Swapper.Attempt::isAsExpected);
        assertThat(result.load().get("asked").asInt()).isGreaterThan(100);
        assertThat(result.load().get("failed").asInt()).as("%s", result.load()).isZero();
    }

    @Test
    void aKillAtAnyMomentOfAnUpgradeLeavesTheOldOrTheNewWholly(@TempDir Path scratch) throws Exception {
        KillDuringSwap.Result result =
                new KillDuringSwap(Distribution.home(), scratch, 20_261_122, LOG::info).run(KILLS);
        assertThat(result.failed()).isEmpty();
        assertThat(result.rounds()).hasSize(KILLS);
        assertThat(result.balance().isEven()).as("%s", result.balance()).isTrue();
    }
}

package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.dharmic.itests.post.Box;
import org.dharmic.itests.post.SmtpServer.Ending;
import org.dharmic.itests.support.kill.KillStorm;
import org.dharmic.itests.support.kill.Life;
import org.dharmic.itests.support.kill.Plan;
import org.dharmic.itests.support.kill.Scene;
import org.dharmic.itests.support.kill.Soundness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform is killed at each point between two durable steps of a mail, and begins anew: what it had said to be durable
 * is not done again, and what may have happened twice is the same twice.
 */
class MailUnderKillTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private Scene scene;

    @BeforeEach
    void open() throws Exception {
        scene = new Scene(Distribution.home(), folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private interface Look {
        void at(Life life) throws Exception;
    }

    /** A life that is killed where time stands still in it. */
    private Life killAt(Plan plan, String moment, int mails, Look look) throws Exception {
        try (Life life = scene.connected(plan.stoppingAt(moment))) {
            scene.write(mails);
            life.awaitMoment(moment.split("#")[0]);
            look.at(life);
            return life;
        }
    }

    private Life killAt(Plan plan, String moment, int mails) throws Exception {
        return killAt(plan, moment, mails, life -> {});
    }

    /** A life that finishes what there is, and leaves a journal that is whole. */
    private Life live(Plan plan) throws Exception {
        try (Life life = scene.begin(plan)) {
            Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(
                            life.stages())
                    .isEqualTo(Map.of("MARKED", scene.written())));
            life.stop();
            assertThat(Soundness.problems(folder)).isEmpty();
            return life;
        }
    }

    private Scene.Outcome eachAnsweredOnce() {
        return new Scene.Outcome(scene.written(), Set.of(), Set.of(), 0);
    }

    private Scene.Outcome oneRepeated() {
        return new Scene.Outcome(scene.written(), Set.of(), Set.of(), 1);
    }

    // ---- F1, F2: taking in

    @Test
    void aMailThatWasNotTakenInWhenItWasKilledIsFetchedAgain() throws Exception {
        killAt(scene.plan(), "before:accept", 2);

        Life after = live(scene.plan());

        assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
        assertThat(after.thoughts()).hasSize(2);
    }

    @Test
    void aMailThatWasTakenInIsAnsweredThoughItIsGoneFromTheServer() throws Exception {
        killAt(scene.plan(), "after:accept#2", 2);
        scene.office().inbox(Scene.AGENT).clear();

        live(scene.plan());

        assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
    }

    // ---- F3, F4: thinking

    @Test
    void thinkingThatWasCutOffIsRepeatedAndItsProcessesAreGone() throws Exception {
        Path program = folder.resolve("claude");
        Path runs = folder.resolve("runs");
        Files.writeString(program, """
                #!/bin/sh
                if [ "$1" = --version ]; then echo '9.9.9 (scripted)'; exit 0; fi
                cat > /dev/null
                if [ ! -e %1$s ]; then
                    sleep 600 &
                    echo "$$ $!" > %1$s.new
                    mv %1$s.new %1$s
                    wait
                    exit 1
                fi
                echo again >> %1$s
                echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"Twenty kilos."}'
                """.formatted(runs));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Scene.writeSecret(folder, "anthropic.api.key", "made-up-for-this-test");
        List<String> rooms = new ArrayList<>(Plan.MAIL);
        rooms.add("executor-claude-cli");
        Plan plan = scene.plan()
                .withRooms(rooms)
                .thinkingFor(Duration.ofMillis(-1))
                .with("org.dharmic.executor.claudecli", Map.of("command", program.toString()));
        try (Life life = scene.connected(plan)) {
            scene.write(1);
            Awaitility.await().atMost(SOON).until(() -> Files.exists(runs));
            life.kill();
        }
        List<Long> left = Arrays.stream(Files.readString(runs).strip().split(" "))
                .map(Long::valueOf)
                .toList();
        try {
            live(plan);

            assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
            assertThat(Files.readAllLines(runs))
                    .as("one that was cut off, one more")
                    .hasSize(2);
            Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(left)
                    .noneMatch(pid ->
                            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()));
        } finally {
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    @Test
    void aReplyThatIsReadyIsNotThoughtOfAgain() throws Exception {
        List<String> ready = new ArrayList<>();
        Life before = killAt(
                scene.plan(),
                "after:Ready",
                1,
                life -> ready.add(life.items().get(0).reply()));

        Life after = live(scene.plan());

        assertThat(before.thoughts()).hasSize(1);
        assertThat(after.thoughts()).isEmpty();
        assertThat(scene.copies()).isEqualTo(Map.of(ready.get(0), 1));
    }

    // ---- F5, F6, F7, F8: sending

    @Test
    void aReplyThatWasAboutToGoOutGoesOutOnce() throws Exception {
        Life before = killAt(scene.plan(), "after:Sending", 1, life -> assertThat(
                        scene.smtp().transactions())
                .isZero());

        Life after = live(scene.plan());

        assertThat(before.thoughts()).hasSize(1);
        assertThat(after.thoughts()).isEmpty();
        assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
    }

    /** The server has the reply, and dies for the client before it can say so. */
    private void killAtTheFinalDot(Plan plan) throws Exception {
        CountDownLatch dot = new CountDownLatch(1);
        CountDownLatch killed = new CountDownLatch(1);
        scene.smtp().atDot(mail -> {
            dot.countDown();
            await(killed);
            return Ending.CUT_AFTER_TAKING;
        });
        try (Life life = scene.connected(plan)) {
            scene.write(1);
            await(dot);
        }
        killed.countDown();
        Awaitility.await().atMost(SOON).until(() -> scene.copies().size() == 1);
        scene.smtp().atDot(mail -> Ending.CONFIRMED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReplyWhoseFinalDotWasSeenGoesOutAgainAsTheSameBytes() throws Exception {
        killAtTheFinalDot(scene.plan());

        Life after = live(scene.plan());

        assertThat(after.inTheDark()).hasSize(1);
        assertThat(after.thoughts()).isEmpty();
        assertThat(scene.outcome()).isEqualTo(oneRepeated());
    }

    @Test
    void aReplyWhoseFinalDotWasSeenIsFoundAmongWhatWasSent() throws Exception {
        Plan plan = scene.planWithSentFolder();
        killAtTheFinalDot(plan);

        Life after = live(plan);

        assertThat(after.inTheDark()).hasSize(1);
        assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
    }

    @Test
    void aReplyThatWasConfirmedButNotNotedGoesOutAgainAsTheSameBytes() throws Exception {
        killAt(scene.plan(), "before:Sent", 1);

        Life after = live(scene.plan());

        assertThat(after.inTheDark()).hasSize(1);
        assertThat(after.thoughts()).isEmpty();
        assertThat(scene.outcome()).isEqualTo(oneRepeated());
    }

    @Test
    void aReplyThatWasConfirmedButNotNotedIsFoundAmongWhatWasSent() throws Exception {
        Plan plan = scene.planWithSentFolder();
        killAt(plan, "before:Sent", 1);

        Life after = live(plan);

        assertThat(after.inTheDark()).hasSize(1);
        assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
    }

    @Test
    void aReplyThatIsSentIsOnlyMarked() throws Exception {
        killAt(scene.plan(), "after:Sent", 1);
        int sessions = scene.smtp().sessions();

        live(scene.plan());

        assertThat(scene.smtp().sessions()).isEqualTo(sessions);
        assertThat(scene.outcome()).isEqualTo(eachAnsweredOnce());
        assertThat(scene.office().inbox(Scene.AGENT).mails())
                .extracting(Box.Stored::flags)
                .containsExactly(Set.of("$Answered"));
    }

    // ---- F9: at random

    @Test
    void nothingIsLostOrAnsweredTwiceInARunOfRandomKills() throws Exception {
        KillStorm.Orders orders =
                new KillStorm.Orders(16, LongStream.range(0, 4).boxed().toList(), 0, false);

        KillStorm.Result result =
                new KillStorm(Distribution.home(), Files.createDirectory(folder.resolve("storm")), orders).run();

        assertThat(result).matches(KillStorm.Result::isSound);
        assertThat(result.mails()).isEqualTo(16);
        assertThat(result.kills().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(4);
    }
}

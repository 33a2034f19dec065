package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dharmic.agent.Agent;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.itests.support.Breakage;
import org.dharmic.itests.support.Revisions;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Journal;
import org.dharmic.mail.MailChannel;
import org.dharmic.metrics.Metrics;
import org.dharmic.vault.VaultIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleRevisions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise of the house, as a balance sheet: while numbered mails keep coming in at 20 a second, each room on their way
 * is upgraded in place several times, now and then to a revision that does not work and is put back. In the end every mail
 * has been answered once and in the order of its thread, nobody waited long, and no other bundle was touched.
 */
class SwapUnderLoadTest {

    private static final Logger LOG = LoggerFactory.getLogger(SwapUnderLoadTest.class);
    private static final int ROUNDS = Integer.getInteger("swap.rounds", 2);
    private static final Duration BETWEEN_MAILS = Duration.ofMillis(50);
    /** From one exchange to the next. */
    private static final Duration BETWEEN_SWAPS = Duration.ofMillis(Integer.getInteger("swap.between.millis", 1_000));

    private static final int STEADY_MAILS = 100;
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Rooms drain for at most 2 s; the rest is for starting again on a busy machine. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private static final Duration ALL_ANSWERED = Duration.ofSeconds(90);

    private static final Prompt PROMPT =
            new Prompt("probe", "", "How many kilos?", "How many kilos did the quince tree give?", List.of());

    /** What those who need a room ask of it. */
    private static final Map<House.Room, Asked<?>> ASKED = Map.of(
            House.JOURNAL, new Asked<>(Journal.class, journal -> journal.cursor("sandbox", "INBOX")),
            House.MAIL, new Asked<>(MailChannel.class, MailChannel::status),
            House.AGENT, new Asked<>(Agent.class, Agent::status),
            House.VAULT, new Asked<>(VaultIndex.class, VaultIndex::state),
            House.EXECUTOR,
                    new Asked<>(Executor.class, executor -> executor.run(
                                    PROMPT, Lane.INTERACTIVE, Deadline.in(Duration.ofSeconds(1)))
                            .toCompletableFuture()
                            .join()),
            House.HEARTBEAT, new Asked<>(Heartbeat.class, Heartbeat::last),
            House.METRICS, new Asked<>(Metrics.class, Metrics::resources));

    private record Asked<S>(Class<S> type, Consumer<S> call) {
        Caller<S> caller(FelixRun run, House.Room room) {
            return new Caller<>(run.context(), run.bundle(room.symbolicName()), type, call);
        }
    }

    private final Map<House.Room, List<Long>> pauses = new LinkedHashMap<>();

    @Test
    void everyMailIsAnsweredOnceWhileRoomsAreUpgraded(@TempDir Path folder) throws Exception {
        try (FelixRun run = House.in(folder).start()) {
            Post post = new Post();
            post.open(run);
            run.configure(
                    "org.dharmic.vault.lucene",
                    Map.of("vault.folder", Feed.vault(folder).toString()));
            run.configure("org.dharmic.mail.imap~sandbox", post.account());
            run.awaitTrue(
                    () -> run.service(Journal.class, SOON)
                            .cursor("sandbox", "INBOX")
                            .isPresent(),
                    SOON,
                    "the mail channel");
            assertThat(run.unsatisfied()).isEmpty();

            try (Feed feed = new Feed(post, BETWEEN_MAILS);
                    Replies replies = new Replies(post)) {
                awaitMails(run, feed, STEADY_MAILS);
                Instant steady = Instant.now();
                awaitMails(run, feed, STEADY_MAILS);
                Instant swapping = Instant.now();
                for (int round = 1; round <= ROUNDS; round++) {
                    swapEachRoom(run, round);
                }
                int sent = feed.stop();
                Instant end = Instant.now();
                run.awaitTrue(() -> replies.answered().size() >= sent, ALL_ANSWERED, "an answer to each of " + sent);
                run.awaitTrue(() -> Replies.allMarked(run, sent), SOON, "the end of every item");
                replies.stop();

                Journal journal = run.service(Journal.class, SOON);
                Latencies before = Latencies.between(journal, steady, swapping);
                Latencies during = Latencies.between(journal, swapping, end);
                LOG.info("{} mails answered, longest gap between two replies {} ms", sent, replies.longestGapMillis());
                LOG.info("Longest ways to the journal: {} ms", longestWaysIn(journal, feed));
                LOG.info("Platform time, steady:   {}", before);
                LOG.info("Platform time, swapping: {}, slowest:{}", during, during.slowest());
                pauses.forEach((room, millis) -> LOG.info("Pauses of {}: {} ms", room.symbolicName(), millis));
                replies.assertBalance(sent);
                assertThat(pauses.keySet()).as("rooms that were exchanged").containsAll(House.ON_THE_WAY);
                pauses.forEach((room, millis) -> assertThat(millis)
                        .as("pauses of " + room.symbolicName() + " in ms")
                        .allMatch(each -> each < LONGEST_PAUSE.toMillis()));
            }
        }
    }

    private static void awaitMails(FelixRun run, Feed feed, int more) {
        int until = feed.sent() + more;
        run.awaitTrue(() -> feed.sent() >= until, ALL_ANSWERED, more + " mails");
    }

    // ---- exchanges

    private void swapEachRoom(FelixRun run, int round) throws Exception {
        for (House.Room room : House.ON_THE_WAY) {
            Instant before = Instant.now();
            exchange(run, room, "0.1.0.r" + round);
            Instant next = before.plus(BETWEEN_SWAPS);
            run.awaitTrue(() -> Instant.now().isAfter(next), SOON, "the time of the next exchange");
            if (round % 2 == 0) {
                putBack(run, room, "0.1.0.r" + round);
                Instant after = next.plus(BETWEEN_SWAPS);
                run.awaitTrue(() -> Instant.now().isAfter(after), SOON, "the time of the next exchange");
            }
        }
    }

    private void exchange(FelixRun run, House.Room room, String version) throws Exception {
        byte[] jar = Revisions.newer(FelixRun.jar(room.jar()), version);
        Duration pause = pauseOf(run, room, version, () -> run.update(room.symbolicName(), jar));
        pauses.computeIfAbsent(room, each -> new ArrayList<>()).add(pause.toMillis());
        LOG.info("{} {}: pause {} ms", room.symbolicName(), version, pause.toMillis());
    }

    /** To a revision that does not work, and back by updating with the jar before. */
    private void putBack(FelixRun run, House.Room room, String version) throws Exception {
        Path path = FelixRun.jar(room.jar());
        byte[] broken = Revisions.broken(path, version + "-broken", Breakage.MISSING_CLASS);
        byte[] jar = Revisions.newer(path, version);
        Duration pause = pauseOf(run, room, version, () -> {
            run.update(room.symbolicName(), broken);
            run.update(room.symbolicName(), jar);
        });
        LOG.info("{} {} put back: pause {} ms", room.symbolicName(), version, pause.toMillis());
    }

    private interface Update {
        void run() throws BundleException;
    }

    private static Duration pauseOf(FelixRun run, House.Room room, String version, Update update) throws Exception {
        Map<String, FelixRun.Footprint> others = run.footprintsWithout(Set.of(room.symbolicName()));
        try (Caller<?> caller = ASKED.get(room).caller(run, room)) {
            run.awaitTrue(() -> caller.calls() > 0, SOON, "the first answer, " + caller);
            update.run();
            run.awaitTrue(() -> caller.changes() > 0, SOON, "an answer of " + version + ", " + caller);
            assertExchanged(run, room, version, others);
            return caller.pause();
        }
    }

    private static void assertExchanged(
            FelixRun run, House.Room room, String version, Map<String, FelixRun.Footprint> others) {
        run.awaitTrue(() -> run.unsatisfied().isEmpty(), SOON, room.symbolicName() + " " + version);
        Bundle upgraded = run.bundle(room.symbolicName());
        assertThat(upgraded.getVersion()).hasToString(version);
        assertThat(upgraded.adapt(BundleRevisions.class).getRevisions())
                .as("revisions kept alive of " + room.symbolicName())
                .hasSize(1);
        assertThat(run.footprintsWithout(Set.of(room.symbolicName())))
                .as("bundles beside " + room.symbolicName())
                .isEqualTo(others);
    }

    /** Milliseconds from handing a mail over to its arrival in the journal: what the exchange of the mail room costs. */
    private static List<Long> longestWaysIn(Journal journal, Feed feed) {
        return journal.find(Filter.newest(10_000)).stream()
                .map(item -> Duration.between(
                                feed.at(Feed.number(
                                        item.admitted().orElseThrow().messageId())),
                                item.createdAt())
                        .toMillis())
                .sorted(Comparator.reverseOrder())
                .limit(10)
                .toList();
    }
}

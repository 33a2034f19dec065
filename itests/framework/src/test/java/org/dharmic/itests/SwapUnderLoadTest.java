package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.dharmic.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevisions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promise of the house, as a balance sheet: while numbered mails keep coming in, each room on their way is upgraded
 * in place several times, and in the end every mail has been answered once and in the order of its thread.
 */
class SwapUnderLoadTest {

    private static final Logger LOG = LoggerFactory.getLogger(SwapUnderLoadTest.class);
    private static final int ROUNDS = 4;
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Rooms drain for at most 2 s; the rest is for starting again on a busy machine. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private static final Duration ALL_ANSWERED = Duration.ofSeconds(90);

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

            try (Feed feed = new Feed(post);
                    Replies replies = new Replies(post)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    for (House.Room room : House.ON_THE_WAY) {
                        swap(run, room, round, replies);
                    }
                }
                int sent = feed.stop();
                run.awaitTrue(() -> replies.answered().size() >= sent, ALL_ANSWERED, "an answer to each of " + sent);
                run.awaitTrue(() -> Replies.allMarked(run, sent), SOON, "the end of every item");
                replies.stop();

                LOG.info(
                        "{} mails answered across {} upgrades; longest gap between two replies {} ms",
                        sent,
                        ROUNDS * House.ON_THE_WAY.size(),
                        replies.longestGapMillis());
                replies.assertBalance(sent);
            }
        }
    }

    private static void swap(FelixRun run, House.Room room, int round, Replies replies) throws Exception {
        Set<String> swapped = Set.of(room.symbolicName());
        Map<String, FelixRun.Footprint> others = run.footprintsWithout(swapped);
        int before = replies.answered().size();
        long start = System.nanoTime();
        String version = run.upgrade(room.symbolicName(), room.jar(), round);
        run.awaitTrue(() -> run.unsatisfied().isEmpty(), SOON, room.symbolicName() + " " + version);
        Duration pause = Duration.ofNanos(System.nanoTime() - start);
        Bundle upgraded = run.bundle(room.symbolicName());
        assertThat(upgraded.getVersion()).hasToString(version);
        assertThat(upgraded.adapt(BundleRevisions.class).getRevisions())
                .as("revisions kept alive of " + room.symbolicName())
                .hasSize(1);
        run.awaitTrue(() -> replies.answered().size() > before, SOON, "a reply after upgrading " + upgraded);
        assertThat(run.footprintsWithout(swapped))
                .as("bundles beside " + room.symbolicName())
                .isEqualTo(others);
        assertThat(pause).as("pause of " + room.symbolicName()).isLessThan(LONGEST_PAUSE);
    }
}

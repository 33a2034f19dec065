package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
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
    private static final int THREADS = 6;
    private static final Duration BETWEEN_MAILS = Duration.ofMillis(60);
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
                    Map.of("vault.folder", vault(folder).toString()));
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
                run.awaitTrue(() -> allMarked(run, sent), SOON, "the end of every item");
                replies.stop();

                LOG.info(
                        "{} mails answered across {} upgrades; longest gap between two replies {} ms",
                        sent,
                        ROUNDS * House.ON_THE_WAY.size(),
                        replies.longestGapMillis());
                assertBalance(sent, replies);
            }
        }
    }

    private static Path vault(Path folder) throws IOException {
        Path vault = Files.createDirectories(folder.resolve("vault"));
        for (int i = 0; i < THREADS; i++) {
            Files.writeString(
                    vault.resolve("quince-" + i + ".md"),
                    "# Quince tree " + i + "\n\nThe quince tree number " + i + " gave " + (20 + i) + " kilos.\n");
        }
        return vault;
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

    private static boolean allMarked(FelixRun run, int sent) {
        List<Item> items = run.service(Journal.class, SOON).find(Filter.newest(10_000));
        return items.size() == sent && items.stream().allMatch(item -> item.stage() == Stage.MARKED);
    }

    private static void assertBalance(int sent, Replies replies) {
        assertThat(replies.answered())
                .as("numbers of the answered mails, each once")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, sent).boxed().toList());
        Map<Integer, List<Integer>> byThread =
                replies.answered().stream().collect(Collectors.groupingBy(number -> number % THREADS));
        assertThat(byThread).hasSize(THREADS).allSatisfy((thread, numbers) -> assertThat(numbers)
                .as("replies in thread " + thread)
                .isSorted());
    }

    private static String messageId(int number) {
        return "<mail-" + number + "@sandbox.test>";
    }

    /** Sends numbered mails in a few threads, steadily, on a thread of its own. */
    private static final class Feed implements AutoCloseable {
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger sent = new AtomicInteger();
        private final Correspondent owner;
        private final Future<?> sending;

        Feed(Post post) throws MessagingException {
            owner = post.correspondent(Post.OWNER);
            sending = executor.submit(() -> {
                while (!stopped.get()) {
                    send(sent.get());
                    sent.incrementAndGet();
                    LockSupport.parkNanos(BETWEEN_MAILS.toNanos());
                }
                return null;
            });
        }

        private void send(int number) throws MessagingException {
            List<String> references = new ArrayList<>();
            for (int earlier = number % THREADS; earlier < number; earlier += THREADS) {
                references.add(messageId(earlier));
            }
            owner.send(
                    Post.AGENT,
                    messageId(number),
                    "Quinces " + number % THREADS,
                    "How many kilos did quince tree number " + number % THREADS + " give?",
                    references);
        }

        int stop() throws InterruptedException, ExecutionException {
            stopped.set(true);
            sending.get();
            return sent.get();
        }

        @Override
        public void close() throws Exception {
            stopped.set(true);
            executor.shutdown();
            owner.close();
        }
    }

    /** Collects replies in the order of their arrival, on a thread of its own. */
    private static final class Replies implements AutoCloseable {
        private final ExecutorService executor = Executors.newSingleThreadExecutor();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<Integer> answered = new CopyOnWriteArrayList<>();
        private final Correspondent owner;
        private final Future<?> watching;
        private volatile long longestGap;

        Replies(Post post) throws MessagingException {
            owner = post.correspondent(Post.OWNER);
            watching = executor.submit(() -> {
                long last = System.nanoTime();
                boolean lastLook;
                do {
                    lastLook = stopped.get();
                    for (Correspondent.Received reply : owner.fresh()) {
                        answered.add(Integer.valueOf(reply.inReplyTo().replaceAll("[^0-9]", "")));
                        longestGap = Math.max(longestGap, System.nanoTime() - last);
                        last = System.nanoTime();
                    }
                    LockSupport.parkNanos(5_000_000);
                } while (!lastLook);
                return null;
            });
        }

        List<Integer> answered() {
            if (watching.isDone() && !stopped.get()) {
                throw new AssertionError("the mailbox is no longer watched: " + watching);
            }
            return answered;
        }

        long longestGapMillis() {
            return Duration.ofNanos(longestGap).toMillis();
        }

        void stop() throws InterruptedException, ExecutionException {
            stopped.set(true);
            watching.get();
        }

        @Override
        public void close() throws Exception {
            stopped.set(true);
            executor.shutdown();
            owner.close();
        }
    }
}

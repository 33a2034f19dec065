package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;

/** Collects replies in the order of their arrival, on a thread of its own. */
final class Replies implements AutoCloseable {

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
                    answered.add(Feed.number(reply.inReplyTo()));
                    longestGap = Math.max(longestGap, System.nanoTime() - last);
                    last = System.nanoTime();
                }
                LockSupport.parkNanos(20_000_000);
            } while (!lastLook);
            return null;
        });
    }

    /** The numbers of the answered mails. */
    List<Integer> answered() {
        if (watching.isDone() && !stopped.get()) {
            throw new AssertionError("the mailbox is no longer watched: " + watching);
        }
        return answered;
    }

    long longestGapMillis() {
        return Duration.ofNanos(longestGap).toMillis();
    }

    /** Looks once more and then no more. */
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

    /** Whether the journal knows of so many items and all are at their end. */
    static boolean allMarked(FelixRun run, int sent) {
        List<Item> items = run.service(Journal.class, Duration.ofSeconds(20)).find(Filter.newest(10_000));
        return items.size() == sent && items.stream().allMatch(item -> item.stage() == Stage.MARKED);
    }

    /** Each mail was answered once, and those of a thread in their order. */
    void assertBalance(int sent) {
        assertThat(answered())
                .as("numbers of the answered mails, each once")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, sent).boxed().toList());
        Map<Integer, List<Integer>> byThread =
                answered().stream().collect(Collectors.groupingBy(number -> number % Feed.THREADS));
        assertThat(byThread).hasSize(Feed.THREADS).allSatisfy((thread, numbers) -> assertThat(numbers)
                .as("replies in thread " + thread)
                .isSorted());
    }
}

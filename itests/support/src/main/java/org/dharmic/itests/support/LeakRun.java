package org.dharmic.itests.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Upgrades every room many times, and compares what the process holds before and after. */
public final class LeakRun {

    private static final int WARM_UP_ROUNDS = 2;
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final double MAILS_PER_SECOND = 2;

    /** @param before after two upgrades of each room, so that everything that is made once is there */
    public record Result(int upgrades, int kept, Balance balance, Residue before, Residue after) {}

    private LeakRun() {}

    /** @param instance with a sandbox, running */
    public static Result run(
            Instance instance, Probe probe, Path folder, List<Room> rooms, int each, Consumer<String> progress)
            throws Exception {
        Swapper swapper = new Swapper(instance, probe, folder);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (Room room : rooms) {
                swapper.upgrade(room, Optional.empty());
            }
        }
        try (Postbox post = new SandboxPostbox(instance)) {
            Balance warm = mails(post);
            if (!warm.isEven()) {
                throw new AssertionError("Before the upgrades: " + warm);
            }
            Residue before = Residue.of(instance, probe);
            progress.accept("before: " + before);
            int kept = 0;
            for (int round = 0; round < each; round++) {
                for (Room room : rooms) {
                    Swapper.Attempt attempt = swapper.upgrade(room, Optional.empty());
                    if (attempt.isAsExpected()) {
                        kept++;
                    } else {
                        progress.accept("UNEXPECTED " + attempt);
                    }
                }
                progress.accept("round " + (round + 1) + " of " + each);
            }
            Balance balance = mails(post);
            Residue after = Residue.of(instance, probe);
            progress.accept("after:  " + after);
            return new Result(rooms.size() * each, kept, balance, before, after);
        }
    }

    /** Everything on the way of a mail has been used by the revisions that are there now. */
    private static Balance mails(Postbox post) throws Exception {
        try (MailFeed feed = new MailFeed(post, MAILS_PER_SECOND)) {
            Waiting.until(SETTLE, () -> "a few mails", () -> feed.sent() >= 10);
            return feed.settle(SETTLE);
        }
    }
}

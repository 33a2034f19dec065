package org.dharmic.itests.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The balance sheet: numbered mail at a steady rate, first undisturbed, then while rooms are upgraded in turns. */
public final class SwapUnderMail {

    private static final Duration SETTLE = Duration.ofSeconds(120);
    /** The journal shows so many of the newest items. */
    private static final int ITEMS = 10_000;

    private final Instance instance;
    private final Probe probe;
    private final Postbox post;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param instance running
     * @param post of a person who may write to it; stays open
     * @param folder for the jars that are made
     */
    public SwapUnderMail(Instance instance, Probe probe, Postbox post, Path folder, Consumer<String> progress) {
        this.instance = instance;
        this.probe = probe;
        this.post = post;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * What is done.
     *
     * @param rounds upgrades of each room; every second one is to a broken revision
     * @param broken what is wrong with those, in turns
     * @param interval from the beginning of one upgrade to that of the next
     * @param warmUp mails whose times do not count
     * @param steady how long mail comes in before the first upgrade
     * @param perSecond mails
     */
    public record Plan(
            List<Room> rooms,
            int rounds,
            List<Breakage> broken,
            Duration interval,
            int warmUp,
            Duration steady,
            double perSecond) {}

    /**
     * What came of it.
     *
     * @param before the mails before the first upgrade, without those of the warm-up
     * @param during those from then on
     */
    public record Result(Balance balance, List<Swapper.Attempt> attempts, List<Story> before, List<Story> during) {

        /** Milliseconds from INGESTED to SENT before the first upgrade. */
        public Percentiles steady() {
            return millis(before);
        }

        /** The same from then on. */
        public Percentiles swapping() {
            return millis(during);
        }

        private static Percentiles millis(List<Story> stories) {
            return Percentiles.of(stories.stream().map(Story::millis).toList());
        }

        /** Where the time of those went that were slower than nearly all of the steady run. */
        public List<Tail.Part> tail() {
            return Tail.of(during, steady().p99(), attempts);
        }

        public List<Swapper.Attempt> unexpected() {
            return attempts.stream().filter(attempt -> !attempt.isAsExpected()).toList();
        }

        /** Of upgrades that were kept, in milliseconds. */
        public Percentiles pauses(Room room) {
            return Percentiles.of(attempts.stream()
                    .filter(attempt -> attempt.room().equals(room) && attempt.end() == Swapper.End.KEPT)
                    .flatMap(attempt -> attempt.pauses().millis().stream())
                    .toList());
        }

        /** Rooms with a pause longer than promised. */
        public List<Room> slow() {
            return attempts.stream()
                    .map(Swapper.Attempt::room)
                    .distinct()
                    .filter(room -> pauses(room).max() > room.pauseLimitMillis())
                    .toList();
        }
    }

    public Result run(Plan plan) throws Exception {
        List<Swapper.Attempt> attempts = new ArrayList<>();
        try (MailFeed feed = new MailFeed(post, plan.perSecond())) {
            Waiting.until(SETTLE, () -> "the warm-up's mails", () -> feed.sent() >= plan.warmUp());
            progress.accept("steady run of " + plan.steady().toSeconds() + " s");
            LockSupport.parkNanos(plan.steady().toNanos());
            feed.check();
            int undisturbed = feed.sent();
            Map<Integer, Story> stories = new HashMap<>();
            look(feed, stories);
            swap(plan, feed, attempts, stories);
            Balance balance = feed.settle(SETTLE);
            stories.putAll(probe.stories(ITEMS));
            return new Result(
                    balance,
                    attempts,
                    between(stories, plan.warmUp(), undisturbed),
                    between(stories, undisturbed, balance.sent()));
        }
    }

    /** Reading thousands of stories keeps the journal busy: no mail comes meanwhile. */
    private void look(MailFeed feed, Map<Integer, Story> stories) throws Exception {
        stories.putAll(feed.whileResting(SETTLE, () -> probe.stories(ITEMS)));
    }

    private void swap(Plan plan, MailFeed feed, List<Swapper.Attempt> attempts, Map<Integer, Story> stories)
            throws Exception {
        Swapper swapper = new Swapper(instance, probe, folder);
        long next = System.nanoTime();
        for (int round = 0; round < plan.rounds(); round++) {
            if (round == plan.rounds() / 2) {
                look(feed, stories);
                next = System.nanoTime();
            }
            for (Room room : plan.rooms()) {
                LockSupport.parkNanos(next - System.nanoTime());
                next += plan.interval().toNanos();
                Optional<Breakage> breakage = round % 2 == 0
                        ? Optional.empty()
                        : Optional.of(
                                plan.broken().get(round / 2 % plan.broken().size()));
                Swapper.Attempt attempt = swapper.upgrade(room, breakage);
                attempts.add(attempt);
                feed.check();
                tell(attempt, feed);
            }
        }
    }

    private void tell(Swapper.Attempt attempt, MailFeed feed) {
        String line = String.format(
                "%5d sent, %5d replies  %-22s %-7s %-17s %-9s %6.0f ms, pauses %s",
                feed.sent(),
                feed.replied(),
                attempt.room().artifact(),
                attempt.version(),
                attempt.breakage().map(Enum::name).orElse("good"),
                attempt.end(),
                attempt.millis(),
                attempt.pauses().millis());
        progress.accept(line + (attempt.isAsExpected() ? "" : "  UNEXPECTED " + attempt));
    }

    private static List<Story> between(Map<Integer, Story> stories, int from, int to) {
        return stories.values().stream()
                .filter(mail -> mail.number() >= from && mail.number() < to)
                .toList();
    }
}

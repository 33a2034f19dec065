package org.dharmic.itests.support.kill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.itests.post.SmtpServer;
import org.dharmic.itests.support.Waiting;

/**
 * One run of mails over many lives. Each life gets its share of the mails and is killed: at a point between two durable
 * steps, when the server has seen the final dot, or at a random time, while it begins or later. Seeds decide; the server
 * also drops the line now and then when it has taken a reply.
 */
public final class KillStorm {

    private static final Duration SETTLE = Duration.ofSeconds(150);
    private static final List<String> STEPS =
            List.of("accept", "Admitted", "Answered", "Ready", "Sending", "Sent", "Marked");
    /** A life is connected after about 0.7 s. */
    private static final int BEGINNING_MILLIS = 900;

    private static final int WORK_MILLIS = 250;
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    /**
     * What is done.
     *
     * @param mails of the whole run
     * @param seeds one for each life that is killed
     * @param drops how many of a hundred replies the server takes without a word, as long as lives are killed
     * @param lookUp whether the provider files what was sent, and the platform looks there
     */
    public record Orders(int mails, List<Long> seeds, double drops, boolean lookUp) {}

    /**
     * What came of it.
     *
     * @param lookUp as ordered
     * @param kills how often at which point
     * @param lost mails that are neither answered nor wait for a person
     * @param different mails that got replies of different content
     * @param repeated replies that came again as the same bytes
     * @param ambiguous how often the platform could not know whether a reply was taken that was: drops, and kills in that
     *     moment
     * @param dropped of them by the server
     * @param parked mails that waited for a person, who sent them on
     * @param problems whatever else is not as it should be
     */
    public record Result(
            int mails,
            boolean lookUp,
            Map<String, Integer> kills,
            int lost,
            int different,
            int repeated,
            int ambiguous,
            int dropped,
            int parked,
            List<String> problems) {

        /** Nothing lost, nothing answered twice but what may be; with a look into the Sent folder nothing at all. */
        public boolean isSound() {
            return lost == 0 && different == 0 && repeated <= (lookUp ? 0 : ambiguous) && problems.isEmpty();
        }
    }

    private final Path home;
    private final Path folder;
    private final Orders orders;
    private final Map<String, Integer> kills = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    /** Copies of a reply that were taken when the platform did not learn of it, by its Message-ID. */
    private final Map<String, Integer> dark = new ConcurrentHashMap<>();

    /** The same of all replies, when the latest life began. */
    private Map<String, Integer> copiesBefore = Map.of();

    private final AtomicInteger dropped = new AtomicInteger();
    private Scene scene;
    /** The server sees so many more final dots; the last one ends the life. */
    private final AtomicInteger dots = new AtomicInteger(Integer.MAX_VALUE);

    private volatile CountDownLatch lastDot = new CountDownLatch(1);

    /** @param folder empty */
    public KillStorm(Path home, Path folder, Orders orders) {
        this.home = home;
        this.folder = folder;
        this.orders = orders;
    }

    public Result run() throws Exception {
        try (Scene provider = new Scene(home, folder)) {
            scene = provider;
            Plan plan = orders.lookUp() ? provider.planWithSentFolder() : provider.plan();
            try (Life first = provider.connected(plan)) {
                first.stop(); // from here on mails are new
            }
            Random drops =
                    new Random(orders.seeds().isEmpty() ? 0 : orders.seeds().get(0));
            provider.smtp().atDot(mail -> atDot(mail, drops));
            int lives = orders.seeds().size();
            for (int i = 0; i < lives; i++) {
                provider.write(orders.mails() * (i + 1) / lives - orders.mails() * i / lives);
                live(plan, new Random(orders.seeds().get(i)));
            }
            provider.write(orders.mails() - provider.written());
            provider.smtp().atDot(mail -> SmtpServer.Ending.CONFIRMED);
            return settle(plan);
        }
    }

    private SmtpServer.Ending atDot(SmtpServer.Taken mail, Random drops) {
        if (dots.decrementAndGet() == 0) {
            lastDot.countDown();
            return SmtpServer.Ending.CUT_AFTER_TAKING;
        }
        boolean drop;
        synchronized (drops) {
            drop = drops.nextDouble() * 100 < orders.drops();
        }
        if (!drop) {
            return SmtpServer.Ending.CONFIRMED;
        }
        dropped.incrementAndGet();
        String id = mail.header("Message-ID");
        dark.merge(id, scene.copies().getOrDefault(id, 0) + 1, Math::max);
        return SmtpServer.Ending.CUT_AFTER_TAKING;
    }

    // ---- one life

    private void live(Plan plan, Random random) throws Exception {
        int share = Math.max(1, orders.mails() / orders.seeds().size());
        int crossing = 1 + random.nextInt(share);
        switch (random.nextInt(8)) {
            case 0 -> killAfter(plan, "beginning", random.nextInt(BEGINNING_MILLIS), true);
            case 1 -> killAfter(plan, "any time", random.nextInt(WORK_MILLIS), false);
            case 2 -> killAtDot(plan, crossing);
            case 3 -> killAt(plan, "thinking", crossing);
            default ->
                killAt(
                        plan,
                        (random.nextBoolean() ? "before:" : "after:") + STEPS.get(random.nextInt(STEPS.size())),
                        crossing);
        }
    }

    private void killAfter(Plan plan, String name, int millis, boolean atOnce) throws Exception {
        try (Life life = atOnce ? launch(plan) : begin(plan)) {
            Thread.sleep(millis);
            killed(life, name);
        }
    }

    private void killAt(Plan plan, String point, int crossing) throws Exception {
        try (Life life = begin(plan.stoppingAt(point + "#" + crossing))) {
            awaitOrDone(life, () -> life.isAt(point));
            killed(life, life.isAt(point) ? point : "done");
        }
    }

    private void killAtDot(Plan plan, int which) throws Exception {
        lastDot = new CountDownLatch(1);
        dots.set(which);
        try (Life life = begin(plan)) {
            awaitOrDone(life, () -> lastDot.getCount() == 0);
            killed(life, lastDot.getCount() == 0 ? "dot" : "done");
        } finally {
            dots.set(Integer.MAX_VALUE);
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** There may be no such moment any more: then a life ends when nothing moves. */
    private void awaitOrDone(Life life, Condition condition) throws Exception {
        AtomicReference<Map<String, Integer>> last = new AtomicReference<>(Map.of());
        AtomicLong since = new AtomicLong(System.nanoTime());
        Waiting.until(SETTLE, () -> "a moment to kill " + life.log(), () -> {
            if (condition.holds()) {
                return true;
            }
            Map<String, Integer> stages = life.stages();
            if (!stages.equals(last.getAndSet(stages))) {
                since.set(System.nanoTime());
            }
            return life.isDone(scene.written()) || System.nanoTime() - since.get() > STANDSTILL.toNanos();
        });
    }

    private void killed(Life life, String where) throws Exception {
        if (!life.isAlive()) {
            problems.add("a life ended by itself, see " + life.log());
        }
        life.kill();
        kills.merge(where, 1, Integer::sum);
        Waiting.until(
                SETTLE,
                () -> "the server's end of the dead connections",
                () -> scene.smtp().open() == 0);
        noteTheDark(life);
    }

    /** What it found at its beginning was left by the life before; counted when it began. */
    private void noteTheDark(Life life) {
        for (String id : life.inTheDark()) {
            int copies = copiesBefore.getOrDefault(id, 0);
            if (copies > 0) {
                dark.merge(id, copies, Math::max);
            }
        }
    }

    private Life begin(Plan plan) throws Exception {
        copiesBefore = scene.copies();
        return scene.begin(plan);
    }

    private Life launch(Plan plan) throws IOException {
        copiesBefore = scene.copies();
        return Life.launch(plan, Scene.QUICK);
    }

    // ---- the end

    private Result settle(Plan plan) throws Exception {
        int parked;
        try (Life last = begin(plan)) {
            await(last, life -> life.isDone(orders.mails()));
            parked = Integer.parseInt(last.ask("retry-parked"));
            await(last, life -> life.isWell(orders.mails()));
            noteTheDark(last);
            last.stop();
        }
        problems.addAll(Soundness.problems(folder));
        Scene.Outcome outcome = scene.outcome();
        scene.copies().forEach((id, copies) -> {
            if (copies - 1 > dark.getOrDefault(id, 0)) {
                problems.add(id + " was sent " + copies + " times, " + dark.getOrDefault(id, 0) + " of them ambiguous");
            }
        });
        return new Result(
                outcome.written(),
                orders.lookUp(),
                kills,
                outcome.missing().size(),
                outcome.different().size(),
                outcome.repeated(),
                dark.values().stream().mapToInt(Integer::intValue).sum(),
                dropped.get(),
                parked,
                problems);
    }

    private interface Look {
        boolean at(Life life) throws InterruptedException;
    }

    private void await(Life life, Look look) throws Exception {
        try {
            Waiting.until(SETTLE, () -> "the end of all mails", () -> look.at(life));
        } catch (AssertionError e) {
            problems.add(e.getMessage() + ": " + life.stages() + ", see " + life.log());
        }
    }
}

package org.dharmic.itests.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;

/**
 * kill -9 at random moments of upgrades, and again during some of the boots that follow. The mail server lives on in this
 * process, and so does the person who writes.
 */
public final class KillDuringSwap {

    private static final double MAILS_PER_SECOND = 4;
    private static final Duration SETTLE = Duration.ofSeconds(180);
    private static final Duration UP = Duration.ofSeconds(60);
    /** Of org.osgi.framework.Bundle: what a bundle is that the start list names; the second one is lazy. */
    private static final List<Integer> RUNNING = List.of(32, 8);
    /** A boot is ready after about 2 s; a kill after that would be one of a running container. */
    private static final int BOOT_MILLIS = 2_500;

    private final Path home;
    private final Path folder;
    private final Random random;
    private final Consumer<String> progress;
    private final ExecutorService commands = Executors.newCachedThreadPool();

    /** @param folder for the instance and the jars that are made */
    public KillDuringSwap(Path home, Path folder, long seed, Consumer<String> progress) {
        this.home = home;
        this.folder = folder;
        this.random = new Random(seed);
        this.progress = progress;
    }

    /** What ran after the kill and the next start. */
    public enum Whole {
        OLD,
        NEW,
        /** Some of a set are old, some new. */
        MIXED
    }

    /**
     * One kill.
     *
     * @param rooms that were being upgraded, as one set
     * @param delayMillis from the command to the kill
     * @param again whether the boot that followed was killed too
     * @param problems everything that is not as it should be after the start
     */
    public record Round(
            List<Room> rooms,
            Optional<Breakage> breakage,
            int delayMillis,
            boolean again,
            Whole whole,
            List<String> problems) {}

    /** What came of it. */
    public record Result(Balance balance, List<Round> rounds) {

        public List<Round> failed() {
            return rounds.stream().filter(round -> !round.problems().isEmpty()).toList();
        }

        public long count(Whole whole) {
            return rounds.stream().filter(round -> round.whole() == whole).count();
        }
    }

    public Result run(int kills) throws Exception {
        Path base = folder.resolve("instance");
        try (Mailboxes mail = new Mailboxes();
                Instance instance = Instance.empty(home, base)) {
            Probe probe = furnish(instance, mail, base);
            Swapper swapper = new Swapper(instance, probe, folder.resolve("jars"));
            Map<Room, Double> duration = durations(instance, swapper);
            progress.accept("the first upgrade after a start takes " + duration + " ms");
            List<Round> rounds = new ArrayList<>();
            try (MailFeed feed = new MailFeed(mail, MAILS_PER_SECOND)) {
                for (int i = 0; i < kills; i++) {
                    Round round = round(instance, probe, swapper, duration);
                    rounds.add(round);
                    feed.check();
                    tell(i, round, feed);
                }
                return new Result(feed.settle(SETTLE), rounds);
            }
        } finally {
            commands.shutdown();
        }
    }

    private Probe furnish(Instance instance, Mailboxes mail, Path base) throws IOException, InterruptedException {
        Path vault = Files.createDirectories(folder.resolve("vault"));
        Files.writeString(vault.resolve("filter.md"), "# Water filter\n\nNext due: 14 September.\n");
        // The first start takes the configuration and the start list over from the distribution.
        instance.start();
        instance.run("stop");
        instance.configure("org.dharmic.vault.lucene.cfg", "vault.folder = " + vault + "\n");
        mail.writePassword(base);
        instance.configure(Mailboxes.ACCOUNT, mail.account(mail.smtpPort()));
        Probe probe = Probe.in(instance);
        instance.start();
        instance.tell("mail:poll");
        return probe;
    }

    /** Each kill hits the first upgrade after a start, which takes longer than those that follow. */
    private static Map<Room, Double> durations(Instance instance, Swapper swapper)
            throws IOException, InterruptedException {
        Map<Room, Double> duration = new HashMap<>();
        for (Room room : Room.ALL) {
            duration.put(room, swapper.upgrade(room, Optional.empty()).millis());
        }
        instance.run("stop");
        instance.start();
        Room any = Room.ALL.get(0);
        double factor = Math.max(1, swapper.upgrade(any, Optional.empty()).millis() / duration.get(any));
        duration.replaceAll((room, millis) -> millis * factor);
        return duration;
    }

    private Round round(Instance instance, Probe probe, Swapper swapper, Map<Room, Double> duration) throws Exception {
        List<Room> rooms = new ArrayList<>(List.of(Room.ALL.get(random.nextInt(Room.ALL.size()))));
        int kind = random.nextInt(4);
        Room second = Room.ALL.get(random.nextInt(Room.ALL.size()));
        if (kind == 0 && !rooms.contains(second)) {
            rooms.add(second);
        }
        Optional<Breakage> breakage = kind == 1 ? Optional.of(Breakage.FAILS_ACTIVATION) : Optional.empty();
        boolean again = random.nextInt(3) == 0;
        double longest = rooms.stream().mapToDouble(duration::get).sum() * (breakage.isPresent() ? 2 : 1);
        int delay = (int) (random.nextDouble() * longest * 1.2);
        int bootMillis = random.nextInt(BOOT_MILLIS);

        Map<Room, String> old = versions(instance, rooms);
        List<Path> jars = new ArrayList<>();
        for (Room room : rooms) {
            jars.add(swapper.next(room, breakage));
        }
        Future<?> command = commands.submit(() -> instance.exec(Swapper.command(jars)));
        TimeUnit.MILLISECONDS.sleep(delay);
        instance.kill();
        ended(command);
        List<String> problems = new ArrayList<>();
        if (again) {
            Process interrupted = instance.boot();
            if (!interrupted.waitFor(bootMillis, TimeUnit.MILLISECONDS)) {
                interrupted.destroyForcibly().waitFor();
            } else {
                problems.add("the boot ended by itself with " + interrupted.exitValue());
            }
        }
        Instance.Said start = instance.run("start");
        if (start.code() != 0) {
            problems.add("start: " + start);
        }
        return new Round(rooms, breakage, delay, again, look(instance, probe, old, problems), problems);
    }

    /** The connection broke under it, or it was faster than the kill: either will do. */
    private static void ended(Future<?> command) throws InterruptedException {
        try {
            command.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw new AssertionError("The command failed", e.getCause());
            }
        }
    }

    private static Map<Room, String> versions(Instance instance, List<Room> rooms) throws IOException {
        Map<Room, String> versions = new HashMap<>();
        for (Room room : rooms) {
            versions.put(room, version(instance.line(room.artifact())));
        }
        return versions;
    }

    private static String version(StartList.Line line) {
        return line.location().split("/")[2];
    }

    private static Whole look(Instance instance, Probe probe, Map<Room, String> old, List<String> problems)
            throws Exception {
        Waiting.until(UP, () -> "the end of the start", instance::hasReported);
        Map<String, List<Probe.Footprint>> running =
                probe.footprints().values().stream().collect(Collectors.groupingBy(Probe.Footprint::name));
        running.forEach((name, revisions) -> {
            if (revisions.size() != 1) {
                problems.add(name + " runs " + revisions.size() + " times: " + revisions);
            }
            if (!RUNNING.contains(revisions.get(0).state()) && name.startsWith("org.dharmic.")) {
                problems.add(name + " does not run: " + revisions);
            }
        });
        for (Room room : Room.ALL) {
            String listed = version(instance.line(room.artifact()));
            List<Probe.Footprint> revisions = running.getOrDefault(room.symbolicName(), List.of());
            if (revisions.isEmpty() || !revisions.get(0).version().equals(listed)) {
                problems.add(room.artifact() + " is listed as " + listed + ", but there runs " + revisions);
            }
        }
        Waiting.until(UP, () -> "the cache marker", () -> isMarked(instance));
        int changed = 0;
        for (Map.Entry<Room, String> each : old.entrySet()) {
            if (!version(instance.line(each.getKey().artifact())).equals(each.getValue())) {
                changed++;
            }
        }
        if (changed > 0 && changed < old.size()) {
            problems.add("of a set only some are new");
        }
        return changed == 0 ? Whole.OLD : changed == old.size() ? Whole.NEW : Whole.MIXED;
    }

    /** The marker says that the cache was made from this very list. */
    private static boolean isMarked(Instance instance) throws IOException, StartFailure {
        Path marker = instance.layout().cacheOk();
        return Files.exists(marker)
                && Files.readString(marker)
                        .contains(StartList.read(instance.layout().startList()).sha256());
    }

    private void tell(int number, Round round, MailFeed feed) {
        progress.accept(String.format(
                "%3d  %5d sent, %5d replies  %-42s %-17s killed after %4d ms%s  %s %s",
                number + 1,
                feed.sent(),
                feed.replied(),
                round.rooms().stream().map(Room::artifact).collect(Collectors.joining("+")),
                round.breakage().map(Enum::name).orElse("good"),
                round.delayMillis(),
                round.again() ? ", and the boot" : "",
                round.whole(),
                round.problems().isEmpty() ? "" : round.problems()));
    }
}

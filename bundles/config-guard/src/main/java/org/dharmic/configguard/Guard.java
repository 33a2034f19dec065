package org.dharmic.configguard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dharmic.launcher.metatype.Attribute;
import org.dharmic.launcher.metatype.Problem;
import org.dharmic.launcher.metatype.Schema;
import org.dharmic.launcher.metatype.SetCheck;
import org.dharmic.launcher.metatype.StoredSet;
import org.dharmic.launcher.metatype.Verdict;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each set whether it reaches its room, or the last good one does.
 *
 * <p>{@link #judge} is called by the threads that deliver configurations and only reads; {@link #settle} writes what
 * follows from it, later and elsewhere. Safe for many threads.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** What the rooms say about their configurations. */
    interface Rooms {
        Optional<Schema> schema(String pid);

        /** The room's own check, while it is there. */
        Optional<ConfigCheck> check(String pid);
    }

    /**
     * A set as it lies in its file.
     *
     * @param pid of this set; for a factory with the name of the instance
     * @param schemaPid the PID, or factory PID, that the room knows
     * @param file where to mend it
     */
    record RawSet(String pid, String schemaPid, String file, Map<String, Object> values) {
        RawSet {
            values = Map.copyOf(values);
        }
    }

    /** @param inForce what the room gets: the set itself, or the last good one */
    private record Judgement(
            List<ConfigProblem> problems,
            List<ConfigProblem> unknown,
            boolean byOwnCheck,
            Map<String, Object> inForce) {}

    /**
     * @param inForce what the room was handed
     * @param waiting the set has lost all its keys just now, and whether that is meant is not known yet
     */
    private record Seen(RawSet raw, Map<String, Object> inForce, boolean waiting) {}

    private final Rooms rooms;
    private final LastGood store;
    private final Consumer<String> redeliver;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private volatile boolean complete;
    private final Map<String, List<ConfigProblem>> problems = new ConcurrentSkipListMap<>();
    private final Map<String, List<ConfigProblem>> unknown = new ConcurrentSkipListMap<>();

    /** @param redeliver asks for a PID's set to be delivered again, because the verdict on it has changed */
    Guard(Rooms rooms, LastGood store, Consumer<String> redeliver) {
        this.rooms = rooms;
        this.store = store;
        this.redeliver = redeliver;
    }

    /** What the room is to get. */
    Map<String, Object> judge(RawSet raw) {
        Seen before = seen.get(raw.pid());
        if (before != null
                && raw.values().isEmpty()
                && (before.waiting() || !before.raw().values().isEmpty())) {
            // An editor that empties the file before it writes it: nobody wants the defaults in between.
            seen.put(raw.pid(), new Seen(raw, before.inForce(), true));
            return before.inForce();
        }
        Judgement judgement = judgement(raw);
        seen.put(raw.pid(), new Seen(raw, judgement.inForce(), false));
        note(raw, judgement);
        return judgement.inForce();
    }

    /** Whether a set that has lost all its keys still has to be {@link #confirmEmpty confirmed}. */
    boolean isWaiting(String pid) {
        Seen last = seen.get(pid);
        return last != null && last.waiting();
    }

    /** The set is without keys, and that is meant: the defaults come into force. */
    void confirmEmpty(String pid) {
        Seen last = seen.get(pid);
        if (last != null && last.waiting() && seen.replace(pid, last, new Seen(last.raw(), last.inForce(), false))) {
            redeliver.accept(pid);
        }
    }

    /**
     * Takes notice of a set that was delivered while no guard was there. What the room got is not known; it is set right
     * when that may have been a bad one, by {@link #settle}.
     *
     * @return whether it was news
     */
    boolean found(RawSet raw) {
        Judgement judgement = judgement(raw);
        boolean news = seen.putIfAbsent(raw.pid(), new Seen(raw, raw.values(), false)) == null;
        if (news) {
            note(raw, judgement);
        }
        return news;
    }

    private Judgement judgement(RawSet raw) {
        Optional<Schema> schema = rooms.schema(raw.schemaPid());
        if (schema.isEmpty()) {
            return new Judgement(List.of(), List.of(), false, raw.values());
        }
        SetCheck check = new SetCheck(schema.get());
        SetCheck.Outcome outcome = check.check(raw.values());
        List<ConfigProblem> found = new ArrayList<>(named(raw, outcome.problems()));
        boolean byOwnCheck = false;
        if (found.isEmpty()) {
            found.addAll(refusedByTheRoom(raw, schema.get()));
            byOwnCheck = !found.isEmpty();
        }
        Map<String, Object> inForce = raw.values();
        if (!found.isEmpty()) {
            inForce = Stream.of(inForce(raw.pid()), good(raw.pid()), defaults(raw))
                    .flatMap(Optional::stream)
                    // A set from before an upgrade may be bad by now; then the room refuses the new one itself.
                    .filter(set -> check.check(set).problems().isEmpty()
                            && ownProblems(raw, set).isEmpty())
                    .findFirst()
                    .orElse(raw.values());
        }
        return new Judgement(List.copyOf(found), named(raw, outcome.unknown()), byOwnCheck, inForce);
    }

    private static List<ConfigProblem> named(RawSet raw, List<Problem> problems) {
        return problems.stream()
                .map(each -> new ConfigProblem(raw.pid(), each.key(), each.value(), each.expected(), raw.file()))
                .toList();
    }

    /** What the room was handed last; newer than what is kept, which is written a moment later. */
    Optional<Map<String, Object>> inForce(String pid) {
        return Optional.ofNullable(seen.get(pid)).map(Seen::inForce);
    }

    /** In force until now, when a set is the first one of a room that has been running without. */
    private Optional<Map<String, Object>> defaults(RawSet raw) {
        boolean first = complete && !seen.containsKey(raw.pid()) && raw.pid().equals(raw.schemaPid());
        return first ? Optional.of(Map.of()) : Optional.empty();
    }

    /** All sets that there are have been judged or {@link #found}: those that come from now on are new. */
    void complete() {
        complete = true;
    }

    /** What the room's own check finds, while it is there. */
    private List<ConfigProblem> ownProblems(RawSet raw, Map<String, Object> set) {
        Optional<ConfigCheck> check = rooms.check(raw.schemaPid());
        if (check.isEmpty()) {
            return List.of();
        }
        try {
            return check.get().check(set).stream()
                    .map(each -> new ConfigProblem(raw.pid(), each.key(), each.value(), each.expected(), raw.file()))
                    .toList();
        } catch (RuntimeException e) {
            LOG.warn("The room's check of {} failed; its set passes", raw.pid(), e);
            return List.of();
        }
    }

    private List<ConfigProblem> refusedByTheRoom(RawSet raw, Schema schema) {
        if (rooms.check(raw.schemaPid()).isPresent()) {
            return ownProblems(raw, raw.values());
        }
        try {
            return store.refusal(raw.pid(), raw.file())
                    .filter(refusal -> refusal.fingerprint().equals(fingerprint(raw, schema)))
                    .map(LastGood.Refusal::problems)
                    .orElse(List.of());
        } catch (IOException e) {
            LOG.warn("What was refused of {} before cannot be read: {}", raw.pid(), e.toString());
            return List.of();
        }
    }

    /** With the version of the room: a newer one may accept what this one refuses. */
    private static String fingerprint(RawSet raw, Schema schema) {
        return StoredSet.fingerprint(schema.owner(), raw.values());
    }

    private Optional<Map<String, Object>> good(String pid) {
        try {
            return store.good(pid);
        } catch (IOException e) {
            LOG.warn("The last good configuration of {} cannot be read: {}", pid, e.toString());
            return Optional.empty();
        }
    }

    private void note(RawSet raw, Judgement verdict) {
        List<ConfigProblem> before =
                verdict.problems().isEmpty() ? problems.remove(raw.pid()) : problems.put(raw.pid(), verdict.problems());
        if (verdict.problems().isEmpty() && before != null) {
            LOG.info("{} is good again", raw.file());
        } else if (!verdict.problems().isEmpty() && !verdict.problems().equals(before)) {
            String consequence = verdict.inForce() == raw.values()
                    ? "there is no good set from before: the room has to refuse it"
                    : "the last good set stays in force";
            verdict.problems().forEach(problem -> LOG.error("{}; {}", problem.message(), consequence));
        }
        List<ConfigProblem> unknownBefore =
                verdict.unknown().isEmpty() ? unknown.remove(raw.pid()) : unknown.put(raw.pid(), verdict.unknown());
        if (!verdict.unknown().isEmpty() && !verdict.unknown().equals(unknownBefore)) {
            verdict.unknown().forEach(each -> LOG.warn("{}", unknownKey(each)));
        }
    }

    static String unknownKey(ConfigProblem problem) {
        return problem.key() + " is not read by anybody: expected " + problem.expected() + " (" + problem.file() + ")";
    }

    /**
     * Judges again, with the room's own check if it has come by now, and keeps what follows: the good set, or the refusal.
     * When the room should have got something else, it gets it now.
     *
     * @throws IOException when it cannot be kept; the verdict counts all the same
     */
    void settle(String pid) throws IOException {
        Seen last = seen.get(pid);
        if (last == null || last.waiting()) {
            return;
        }
        RawSet raw = last.raw();
        Judgement verdict = judgement(raw);
        Optional<Schema> schema = rooms.schema(raw.schemaPid());
        if (schema.isEmpty()) {
            return;
        }
        if (verdict.byOwnCheck() && rooms.check(raw.schemaPid()).isPresent()) {
            store.refuse(pid, new LastGood.Refusal(fingerprint(raw, schema.get()), verdict.problems()));
        } else if (verdict.problems().isEmpty()) {
            store.forgive(pid);
        }
        if (verdict.problems().isEmpty() || verdict.inForce() != raw.values()) {
            store.store(pid, known(verdict.inForce(), schema.get()));
        }
        note(raw, verdict);
        publish(pid);
        if (!StoredSet.fingerprint("", verdict.inForce()).equals(StoredSet.fingerprint("", last.inForce()))) {
            redeliver.accept(pid);
        }
    }

    /**
     * Leaves word of the verdict for {@code ./dharmic config}.
     *
     * @throws IOException when it cannot be written; the verdict counts all the same
     */
    void publish(String pid) throws IOException {
        Seen last = seen.get(pid);
        if (last == null) {
            store.withdraw(pid);
        } else if (!last.waiting()) {
            store.publish(
                    pid,
                    Verdict.of(
                            last.raw().values(),
                            problems.getOrDefault(pid, List.of()).stream()
                                    .map(each -> new Problem(each.key(), each.value(), each.expected()))
                                    .toList()));
        }
    }

    /** The PIDs of the sets that a room's own check is about. */
    List<String> setsOf(String schemaPid) {
        return seen.values().stream()
                .map(Seen::raw)
                .filter(raw -> raw.schemaPid().equals(schemaPid))
                .map(RawSet::pid)
                .toList();
    }

    /** The file is gone: defaults are in force, and nothing is wrong with them. The last good set is kept. */
    void removed(String pid) {
        seen.remove(pid);
        problems.remove(pid);
        unknown.remove(pid);
    }

    List<ConfigProblem> problems() {
        return problems.values().stream().flatMap(List::stream).toList();
    }

    List<ConfigProblem> unknownKeys() {
        return unknown.values().stream().flatMap(List::stream).toList();
    }

    /** The set as it was seen last. */
    Optional<RawSet> raw(String pid) {
        return Optional.ofNullable(seen.get(pid)).map(Seen::raw);
    }

    int watched() {
        return seen.size();
    }

    /** Only what the room knows is kept: an unknown key may hold anything, a secret too. */
    private static Map<String, Object> known(Map<String, Object> set, Schema schema) {
        Map<String, Object> known = new TreeMap<>(set);
        known.keySet().removeIf(key -> {
            Attribute attribute = schema.attributes().get(key);
            return attribute == null || attribute.type() == Attribute.Type.PASSWORD;
        });
        return known;
    }
}

package org.dharmic.telos.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.telos.Orientation;
import org.dharmic.telos.TelosRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The telos file. Every look compares size, time and identity of the file and reads it again when they differ. Safe for
 * many threads.
 *
 * <p>The lock covers the file and its companions: it is what makes "read, check, replace" one step. Nothing foreign
 * runs under it; listeners are called after it is released.
 */
final class TelosFile {

    private static final Logger LOG = LoggerFactory.getLogger(TelosFile.class);

    /** A file changed this recently may change again within one tick of its time stamp: it is compared by its bytes. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final int MAX_AIMS = 50;
    private static final int MAX_AIM_CHARS = 2_000;
    private static final int MAX_REASON_CHARS = 10_000;

    /**
     * What a look found.
     *
     * @param document the telos in force
     * @param problem what is wrong with the file
     */
    record View(Optional<TelosDocument> document, Optional<String> problem) {}

    private record Fingerprint(long size, FileTime modified, Object key) {}

    /** @param bytes the file as last judged; null when there was none, or it could not be judged */
    private record Seen(Optional<Fingerprint> fingerprint, boolean settled, byte[] bytes, View view) {}

    private final Path file;
    private final Companions companions;
    private final Clock clock;
    private final Runnable evolved;
    private final Runnable refused;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Seen seen;
    private volatile boolean closed;

    /**
     * @param file the telos, written by people and by {@link #evolve}
     * @param data folder for pin, last good copy and audit
     * @param evolved called after the proximate aims changed, by whatever hand
     * @param refused called for every refused change
     */
    TelosFile(Path file, Path data, Clock clock, Runnable evolved, Runnable refused) {
        this.file = file;
        this.companions = new Companions(file, data, clock);
        this.clock = clock;
        this.evolved = evolved;
        this.refused = refused;
    }

    /** Nothing is written any more: whoever hung on its disk until now finds the files of a successor. */
    void close() {
        closed = true;
    }

    /** The telos as of now. */
    View look() {
        Seen before = seen;
        if (before != null && before.settled() && before.fingerprint().equals(fingerprint())) {
            return before.view();
        }
        boolean changed;
        View view;
        lock.lock();
        try {
            Optional<TelosDocument> earlier = inForce();
            view = read();
            changed = earlier.isPresent() && differs(earlier.get(), view.document());
        } finally {
            lock.unlock();
        }
        if (changed) {
            evolved.run();
        }
        return view;
    }

    /** Replaces the proximate aims. */
    Orientation evolve(List<String> aims, String reason) {
        TelosDocument next;
        lock.lock();
        try {
            View view = read();
            List<String> wanted = checkedAims(aims);
            String why = checkedText("the reason", reason, MAX_REASON_CHARS);
            if (view.document().isEmpty() || view.problem().isPresent()) {
                throw companions.refuse(view.problem().orElse("there is no telos in " + file));
            }
            next = view.document().get().evolved(wanted, why, LocalStamp.of(clock), file.toString());
            store(next, Audit.Act.EVOLVED, "proximate aims " + wanted + ", reason: " + why);
        } catch (TelosRefused e) {
            refused.run();
            throw e;
        } finally {
            lock.unlock();
        }
        evolved.run();
        return next.orientation();
    }

    /** Writes the first telos. */
    Orientation init(String ultimateAim, String description, List<String> aims) {
        TelosDocument first;
        lock.lock();
        try {
            String aim = checkedText("the ultimate aim", ultimateAim, MAX_AIM_CHARS);
            String what = checkedText("the description", description, MAX_REASON_CHARS);
            List<String> wanted = checkedAims(aims);
            if (Files.exists(file)) {
                throw companions.refuse(
                        "there is a telos already in " + file + "; telos:evolve changes its proximate aims");
            }
            first = TelosDocument.create(aim, what, wanted, LocalStamp.of(clock), file.toString());
            Optional<String> contradiction = companions.contradiction(view(aim, what, wanted));
            if (contradiction.isPresent()) {
                throw companions.refuse(contradiction.get() + " (" + companions.pinFile() + ")");
            }
            store(first, Audit.Act.CREATED, "ultimate aim '" + aim + "', proximate aims " + wanted);
            read();
        } catch (IOException e) {
            refused.run();
            throw new TelosRefused("the pinned ultimate aim cannot be read: " + e.getMessage(), e);
        } catch (TelosRefused e) {
            refused.run();
            throw e;
        } finally {
            lock.unlock();
        }
        evolved.run();
        return first.orientation();
    }

    private static Orientation view(String aim, String description, List<String> aims) {
        return new Orientation(aim, description, aims, "", "", Map.of());
    }

    /**
     * Copies another telos, byte for byte, when there is none yet.
     *
     * @return one line: what was done, or why not
     */
    String takeOver(Path source) throws IOException {
        lock.lock();
        try {
            if (Files.exists(file)) {
                return Files.isSameFile(source, file) || Arrays.equals(bytes(source), bytes(file))
                        ? source + ": is the telos in force already"
                        : source + ": not taken over, there is a telos already in " + file;
            }
            TelosDocument document = TelosDocument.parse(bytes(source), source.toString());
            Optional<String> contradiction = companions.contradiction(document.orientation());
            if (contradiction.isPresent()) {
                throw companions.refuse(source + ": " + contradiction.get());
            }
            store(document, Audit.Act.CREATED, "taken over from " + source);
        } finally {
            lock.unlock();
        }
        evolved.run();
        return source + ": taken over to " + file;
    }

    // ---- reading; all of it under the lock

    private Optional<TelosDocument> inForce() {
        return seen == null ? Optional.empty() : seen.view().document();
    }

    private View read() {
        Optional<Fingerprint> fingerprint = fingerprint();
        boolean settled = fingerprint
                .map(f -> f.modified().toInstant().isBefore(clock.instant().minus(SETTLED)))
                .orElse(true);
        byte[] bytes = null;
        View view;
        try {
            if (fingerprint.isEmpty()) {
                view = missing();
            } else {
                byte[] read = bytes(file);
                view = seen != null && Arrays.equals(seen.bytes(), read) ? seen.view() : judge(read);
                bytes = read;
            }
        } catch (IOException e) {
            settled = false;
            view = lastGoodWith("the telos cannot be read: " + e);
        }
        seen = new Seen(fingerprint, settled, bytes, view);
        return view;
    }

    private View missing() throws IOException {
        return lastGood()
                .map(last -> new View(
                        Optional.of(last),
                        Optional.of(file + " is gone; the last good orientation stays in force, a copy of it is "
                                + companions.lastGoodFile())))
                .orElseGet(() -> new View(
                        Optional.empty(),
                        Optional.of("there is no telos yet: write one to " + file
                                + " (telos.yaml.example beside it shows how), or let telos:init make it")));
    }

    private View judge(byte[] bytes) throws IOException {
        try {
            TelosDocument document = TelosDocument.parse(bytes, file.toString());
            Optional<String> contradiction = companions.contradiction(document.orientation());
            if (contradiction.isPresent()) {
                throw new TelosRefused(file + ": " + contradiction.get());
            }
            companions.pin(document);
            Optional<TelosDocument> earlier = lastGood();
            if (earlier.isPresent() && differs(earlier.get(), Optional.of(document))) {
                companions.record(
                        Audit.Act.EDITED,
                        "proximate aims " + document.orientation().proximateAims() + " found in " + file);
            }
            companions.keep(document);
            return new View(Optional.of(document), Optional.empty());
        } catch (TelosRefused e) {
            companions.record(Audit.Act.REFUSED, e.getMessage());
            LOG.warn("Telos refused, the last good one stays in force: {}", e.getMessage());
            refused.run();
            return lastGoodWith(e.getMessage());
        }
    }

    private View lastGoodWith(String problem) {
        try {
            return new View(lastGood(), Optional.of(problem));
        } catch (IOException e) {
            return new View(
                    Optional.empty(),
                    Optional.of(problem + "; and " + companions.lastGoodFile() + " cannot be read: " + e));
        }
    }

    /** From memory, and after a restart from the copy. */
    private Optional<TelosDocument> lastGood() throws IOException {
        Optional<TelosDocument> inForce = inForce();
        return inForce.isPresent() ? inForce : companions.lastGood();
    }

    /** One byte more than allowed at most: enough for the parser to refuse, whatever lies there. */
    static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(TelosDocument.MAX_BYTES + 1);
        }
    }

    private Optional<Fingerprint> fingerprint() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Fingerprint(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // There, but not to be looked at: reading it says why.
            return Optional.of(new Fingerprint(-1, FileTime.from(clock.instant()), ""));
        }
    }

    private static boolean differs(TelosDocument before, Optional<TelosDocument> now) {
        return now.isPresent()
                && !now.get()
                        .orientation()
                        .proximateAims()
                        .equals(before.orientation().proximateAims());
    }

    // ---- writing; all of it under the lock

    /** No change without its line in the audit: the line is written first, and a second one says when the change failed. */
    private void store(TelosDocument document, Audit.Act act, String what) {
        if (closed) {
            throw new TelosRefused("the telos in " + file + " is being left to another and is unchanged; try again");
        }
        try {
            companions.record(act, what);
            PrivateFiles.replace(Files.isSymbolicLink(file) ? file.toRealPath() : file, document.bytes());
        } catch (IOException e) {
            companions.note(Audit.Act.FAILED, what + ": " + e);
            throw new TelosRefused(file + " could not be written and is unchanged: " + e, e);
        }
        byte[] bytes = document.bytes();
        seen = new Seen(fingerprint(), false, bytes, new View(Optional.of(document), Optional.empty()));
        try {
            companions.pin(document);
            companions.keep(document);
        } catch (IOException e) {
            // The change itself is durable; the companions follow with the next change.
            LOG.warn("Telos changed, but its companions beside {} could not be written", companions.lastGoodFile(), e);
        }
    }

    private List<String> checkedAims(List<String> aims) {
        if (aims == null || aims.isEmpty()) {
            throw companions.refuse("there must be at least one proximate aim");
        }
        if (aims.size() > MAX_AIMS) {
            throw companions.refuse("there may be at most " + MAX_AIMS + " proximate aims, were " + aims.size());
        }
        return aims.stream()
                .map(aim -> checkedText("a proximate aim", aim, MAX_AIM_CHARS))
                .toList();
    }

    private String checkedText(String what, String text, int max) {
        String stripped = Objects.toString(text, "").strip();
        if (stripped.isEmpty()) {
            throw companions.refuse(what + " must not be blank");
        }
        if (stripped.length() > max) {
            throw companions.refuse(what + " may have at most " + max + " characters, had " + stripped.length());
        }
        if (stripped.chars().anyMatch(Character::isISOControl)) {
            throw companions.refuse(what + " must be one line without control characters");
        }
        return stripped;
    }
}

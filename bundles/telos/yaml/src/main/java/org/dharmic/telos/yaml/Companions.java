package org.dharmic.telos.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.telos.Orientation;
import org.dharmic.telos.TelosRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is kept of the telos beside it: the pin of its ultimate aim, the last good copy, and the audit. Guarded by the lock
 * of the {@link TelosFile}.
 */
final class Companions {

    private static final Logger LOG = LoggerFactory.getLogger(Companions.class);

    private final Path file;
    private final Path pinFile;
    private final Path lastGoodFile;
    private final Audit audit;
    private final Clock clock;

    /**
     * @param file the telos, which is not touched
     * @param data folder for them
     */
    Companions(Path file, Path data, Clock clock) {
        this.file = file;
        this.pinFile = data.resolve("ultimate.json");
        this.lastGoodFile = data.resolve("last-good.yaml");
        this.audit = new Audit(data.resolve("audit.jsonl"), clock);
        this.clock = clock;
    }

    // ---- the pin

    Path pinFile() {
        return pinFile;
    }

    /** How an orientation contradicts the pin; empty also where nothing is pinned yet. */
    Optional<String> contradiction(Orientation orientation) throws IOException {
        return UltimatePin.read(pinFile).flatMap(pin -> pin.contradiction(orientation));
    }

    /** Pins the ultimate aim, where none is pinned yet. */
    void pin(TelosDocument document) throws IOException {
        if (UltimatePin.read(pinFile).isPresent()) {
            return;
        }
        audit.write(Audit.Act.PINNED, "ultimate aim '" + document.orientation().ultimateAim() + "' of " + file);
        UltimatePin.of(document.orientation(), clock.instant().toString()).write(pinFile);
        LOG.info("Ultimate aim pinned in {}", pinFile);
    }

    // ---- the last good copy

    Path lastGoodFile() {
        return lastGoodFile;
    }

    Optional<TelosDocument> lastGood() throws IOException {
        if (!Files.exists(lastGoodFile)) {
            return Optional.empty();
        }
        try {
            return Optional.of(TelosDocument.parse(TelosFile.bytes(lastGoodFile), lastGoodFile.toString()));
        } catch (TelosRefused e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    void keep(TelosDocument document) throws IOException {
        byte[] bytes = document.bytes();
        if (!Files.exists(lastGoodFile) || !Arrays.equals(TelosFile.bytes(lastGoodFile), bytes)) {
            PrivateFiles.replace(lastGoodFile, bytes);
        }
    }

    // ---- the audit

    /** Without this line nothing may change. */
    void record(Audit.Act act, String what) throws IOException {
        audit.write(act, what);
    }

    /** A line about what has not changed anything. */
    void note(Audit.Act act, String what) {
        try {
            audit.write(act, what);
        } catch (IOException e) {
            LOG.error("The telos audit could not be written; {} {} is missing in it", act, what, e);
        }
    }

    /** The refusal, noted and still to be thrown. */
    TelosRefused refuse(String why) {
        note(Audit.Act.REFUSED, why);
        return new TelosRefused(why);
    }
}

package org.dharmic.executor.claudecli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One small file for each running process, so that whoever comes after a crash can end what was left behind. A process is
 * known by its number and its start time: the number alone may have been given to somebody else.
 */
final class ProcessRecords {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessRecords.class);
    /** The start time is computed from the boot time, which follows corrections of the clock. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Path folder;
    private final String owner;

    /** @param owner whose processes {@link #add} records, and {@link #endOrphans} spares */
    ProcessRecords(Path folder, String owner) {
        this.folder = folder;
        this.owner = owner;
    }

    void add(ProcessHandle process) throws IOException {
        Path file = file(process);
        Files.deleteIfExists(file); // of an earlier process with this number
        Files.createFile(file, PrivateFiles.fileMode());
        Files.writeString(
                file,
                process.info().startInstant().map(Instant::toString).orElse("") + "\n" + owner + "\n",
                StandardCharsets.UTF_8);
    }

    void remove(ProcessHandle process) {
        try {
            Files.deleteIfExists(file(process));
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}; it is looked at again at the next start", file(process), e.toString());
        }
    }

    /**
     * Ends what an earlier revision left behind, and nothing of this one: the first mail may be thought about before
     * anybody looks. Returns how many processes that were.
     */
    int endOrphans() throws IOException {
        int ended = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                List<String> record = Files.readAllLines(file, StandardCharsets.UTF_8);
                if (record.contains(owner)) {
                    continue;
                }
                Optional<ProcessHandle> orphan = orphan(file, record);
                if (orphan.isPresent()) {
                    LOG.warn(
                            "Ending process {} that an earlier run left behind",
                            orphan.get().pid());
                    ProcessTree.end(orphan.get());
                    ended++;
                }
                Files.deleteIfExists(file);
            }
        }
        return ended;
    }

    private static Optional<ProcessHandle> orphan(Path file, List<String> record) {
        String name = file.getFileName().toString();
        String start = record.isEmpty() ? "" : record.get(0).strip();
        if (!name.matches("\\d{1,18}") || start.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(name)).filter(process -> process.info()
                .startInstant()
                .filter(is -> Duration.between(is, Instant.parse(start)).abs().compareTo(SAME_START) <= 0)
                .isPresent());
    }

    private Path file(ProcessHandle process) {
        return folder.resolve(Long.toString(process.pid()));
    }
}

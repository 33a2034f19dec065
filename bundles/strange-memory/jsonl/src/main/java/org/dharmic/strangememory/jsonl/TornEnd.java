package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A last line without line feed: kept when it is an entry, else moved aside. */
final class TornEnd {

    private static final Logger LOG = LoggerFactory.getLogger(TornEnd.class);
    private static final int COPY_CHUNK = 1 << 20;

    /** What was found at the end of a file. */
    enum Found {
        WHOLE,
        /** An entry that only lacked its line feed. */
        COMPLETED,
        CUT
    }

    private final Path file;
    private final Clock clock;
    private final Disk disk;

    TornEnd(Path file, Clock clock, Disk disk) {
        this.file = file;
        this.clock = clock;
        this.disk = disk;
    }

    /** Mends the end of the file, for whoever owns it. */
    Found mend(long size) throws IOException {
        if (size == 0) {
            return Found.WHOLE;
        }
        BackwardLines.Line last;
        try (BackwardLines lines = new BackwardLines(file, size)) {
            last = lines.previous().orElseThrow();
        }
        if (last.ended()) {
            return Found.WHOLE;
        }
        if (last.bytes()
                .filter(each -> !EntryFormat.isBlank(each))
                .flatMap(each -> EntryFormat.parse(each, clock.getZone()))
                .isPresent()) {
            disk.append(file, new byte[] {'\n'});
            return Found.COMPLETED;
        }
        Path aside = file.resolveSibling(file.getFileName() + ".torn");
        keepAside(aside, last.start(), size);
        disk.truncate(file, last.start());
        LOG.warn(
                "Torn last line of {} cut off at offset {}, its {} bytes are in {}",
                file,
                last.start(),
                size - last.start(),
                aside);
        return Found.CUT;
    }

    private void keepAside(Path aside, long from, long to) throws IOException {
        disk.append(
                aside,
                ("# " + file.getFileName() + " offset " + from + " length " + (to - from) + " cut off at "
                                + clock.instant() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            for (long at = from; at < to; ) {
                byte[] chunk = new byte[(int) Math.min(COPY_CHUNK, to - at)];
                in.readFully(chunk);
                disk.append(aside, chunk);
                at += chunk.length;
            }
        }
        disk.append(aside, new byte[] {'\n'});
    }
}

package org.dharmic.strangememory.jsonl;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.strangememory.Entry;
import org.dharmic.strangememory.MemorySummary;
import org.junit.jupiter.api.io.TempDir;

/** A memory of layers in a folder. */
abstract class LayerScene {

    @TempDir
    Path folder;

    final Clock clock = Clock.fixed(Instant.parse("2026-03-01T11:00:00.5Z"), ZoneId.of("Europe/Zurich"));
    final AtomicInteger tailEntries = new AtomicInteger(1000);

    LayeredMemory open() {
        return open(Disk.REAL);
    }

    LayeredMemory open(Disk disk) {
        return new LayeredMemory(folder, clock, disk, tailEntries::get);
    }

    Path observations() {
        return folder.resolve("observations.jsonl");
    }

    static Map<String, Object> observed(String content) {
        return Map.of("content", content);
    }

    static List<String> contents(List<Entry> entries) {
        return entries.stream().map(entry -> entry.text("content")).toList();
    }

    static MemorySummary summary(LayeredMemory memory) {
        return memory.summary(() -> false);
    }
}

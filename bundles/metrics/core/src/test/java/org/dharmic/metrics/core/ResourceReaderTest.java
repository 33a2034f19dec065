package org.dharmic.metrics.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.dharmic.metrics.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceReaderTest {

    @TempDir
    Path proc;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong cpu = new AtomicLong();

    @Test
    void memoryAndDescriptorsComeFromProc() throws IOException {
        Files.writeString(
                proc.resolve("status"), "Name:\tjava\nVmRSS:\t  240124 kB\nRssAnon:\t 180000 kB\nThreads:\t41\n");
        Path descriptors = Files.createDirectory(proc.resolve("fd"));
        for (int i = 0; i < 4; i++) {
            Files.createFile(descriptors.resolve(String.valueOf(i)));
        }
        Resources seen = reader().look();
        assertThat(seen.rssBytes()).isEqualTo(240_124L * 1024);
        assertThat(seen.rssAnonBytes()).isEqualTo(180_000L * 1024);
        assertThat(seen.descriptors()).isEqualTo(3);
        assertThat(seen.heapUsedBytes()).isPositive();
        assertThat(seen.threads()).isPositive();
    }

    @Test
    void whatTheSystemDoesNotTellIsMinusOne() {
        cpu.set(-1);
        Resources seen = new ResourceReader(proc.resolve("none"), nanos::get, cpu::get, 4).look();
        assertThat(seen.rssBytes()).isEqualTo(-1);
        assertThat(seen.rssAnonBytes()).isEqualTo(-1);
        assertThat(seen.descriptors()).isEqualTo(-1);
        assertThat(seen.cpuSeconds()).isEqualTo(-1);
        assertThat(seen.cpuLoad()).isEqualTo(-1);
        assertThat(ResourceReader.kilobytes("VmRSS: many kB", "VmRSS:")).isEqualTo(-1);
    }

    @Test
    void theLoadIsTheShareOfAllProcessorsSinceTheLastLook() {
        ResourceReader reader = reader();
        assertThat(reader.look().cpuLoad()).isEqualTo(-1);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        cpu.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(reader.look().cpuLoad()).isEqualTo(0.5);
    }

    @Test
    void looksWithinASecondAreOne() {
        ResourceReader reader = reader();
        Resources first = reader.look();
        nanos.addAndGet(Duration.ofMillis(900).toNanos());
        assertThat(reader.look()).isSameAs(first);
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(reader.look()).isNotSameAs(first);
    }

    private ResourceReader reader() {
        return new ResourceReader(proc, nanos::get, cpu::get, 4);
    }
}

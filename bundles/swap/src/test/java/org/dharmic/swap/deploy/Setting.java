package org.dharmic.swap.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A folder with a container of paper, whose time passes when a test says so. */
final class Setting implements Surroundings {

    static final Duration SETTLE = Duration.ofSeconds(1);
    static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");

    final Path folder;
    final Path ledgerFile;
    final FakeSwaps swaps;
    final List<String> refusals = new ArrayList<>();
    DeployFolder deploy;
    private long nanos = 1;
    private long touches;

    Setting(Path root) throws IOException {
        folder = root.resolve("deploy");
        ledgerFile = root.resolve("swap/deploy.json");
        swaps = new FakeSwaps(Files.createDirectories(root.resolve("store")));
        restart();
    }

    /** What the ledger holds is all that the next process knows. */
    void restart() throws IOException {
        deploy = new DeployFolder(
                folder,
                Ledger.open(ledgerFile),
                swaps,
                this,
                () -> nanos,
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> SETTLE);
        deploy.scan();
    }

    Path drop(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        touch(name);
        return file;
    }

    /** Each time stamp differs, however quick the test is. */
    void touch(String name) throws IOException {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(NOW.plusMillis(++touches)));
    }

    void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    /** Looks twice a second. */
    void pass(Duration time) {
        deploy.scan();
        for (long half = 0; half < time.toMillis(); half += 500) {
            nanos += Duration.ofMillis(500).toNanos();
            deploy.scan();
        }
    }

    void settle() {
        pass(SETTLE.plusMillis(500));
    }

    FileState state(String name) {
        return deploy.states().stream()
                .filter(state -> state.file().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no state of " + name + " in " + deploy.states()));
    }

    @Override
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    @Override
    public boolean trusts(int uid) {
        return uid != 4711;
    }

    @Override
    public Optional<Path> listedJar(String symbolicName) {
        return swaps.listedJar(symbolicName);
    }
}

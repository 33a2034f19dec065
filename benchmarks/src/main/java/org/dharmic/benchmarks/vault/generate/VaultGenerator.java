package org.dharmic.benchmarks.vault.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Makes a vault to measure with: large, unlike any other, and the same every time for the same parameters. */
public final class VaultGenerator {

    /** Hidden, so that it belongs to no vault; written last, so that half a vault is made anew. */
    private static final String MARKER = ".generated";

    /** About those of large collections of English: beyond the common words frequencies fall faster. */
    private static final double EXPONENT = 1.05;

    private static final double EXPONENT_BEYOND = 1.8;
    private static final int KNEE = 5_000;

    private final VaultParameters parameters;

    public VaultGenerator(VaultParameters parameters) {
        this.parameters = parameters;
    }

    /**
     * What was made.
     *
     * @param bytes of text; 0 when the vault was there already
     */
    public record Made(Path vault, boolean reused, long bytes) {}

    /** Makes the vault below a folder, unless it is there. */
    public Made below(Path folder) throws IOException {
        Path vault = folder.resolve("vault-" + parameters.key());
        Path marker = vault.resolve(MARKER);
        if (Files.exists(marker) && Files.readString(marker).equals(parameters.key())) {
            return new Made(vault, true, 0);
        }
        delete(vault);
        Files.createDirectories(vault);
        long bytes = write(vault);
        Files.writeString(marker, parameters.key());
        return new Made(vault, false, bytes);
    }

    private long write(Path vault) throws IOException {
        Vocabulary words = new Vocabulary(parameters.seed());
        VaultPlan plan = new VaultPlan(parameters, words);
        Zipf everyday = new Zipf(Vocabulary.SIZE, EXPONENT, 1.5, KNEE, EXPONENT_BEYOND);
        Zipf popular = new Zipf(plan.notes().size(), 0.8, 5);
        Zipf telling = new Zipf(plan.topic(0).length, 0.7, 3);
        for (NotePlan note : plan.notes()) {
            Files.createDirectories(vault.resolve(note.folder()));
        }
        LongAdder bytes = new LongAdder();
        // Each note has its own random numbers: the order in which threads write them does not matter.
        IntStream.range(0, plan.notes().size()).parallel().forEach(number -> {
            NotePlan note = plan.notes().get(number);
            SplittableRandom random = new SplittableRandom(~parameters.seed() * 1_000_003 + number);
            byte[] text = new NoteWriter(plan, words, everyday, popular, telling, note, random)
                    .write()
                    .getBytes(StandardCharsets.UTF_8);
            bytes.add(text.length);
            try {
                Path file = vault.resolve(note.path());
                Files.write(file, text);
                Files.setLastModifiedTime(file, FileTime.from(note.modified().toInstant(ZoneOffset.UTC)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return bytes.sum();
    }

    /** Deletes a folder with all in it, if it is there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

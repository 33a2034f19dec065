package org.dharmic.benchmarks.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dharmic.benchmarks.Arguments;
import org.dharmic.benchmarks.vault.generate.VaultGenerator;
import org.dharmic.benchmarks.vault.generate.VaultParameters;

/**
 * What is measured, as asked on the command line.
 *
 * @param given a vault of the user's, which is read and never written; empty for a generated one
 * @param work where vaults and indexes are made
 * @param without parts that are left out
 * @param settings keys and values of the vault's configuration beside the folder
 */
record Options(
        Optional<Path> given,
        VaultParameters generated,
        long seed,
        Path work,
        int queries,
        Set<String> without,
        List<String> settings) {

    static final String USAGE = "[--vault FOLDER | --files 32883 --megabytes 1200] [--seed 1] [--work DIR]";

    private static final int FILES = 32_883;
    private static final double MEGABYTES_PER_FILE = 1200.0 / FILES;

    static Options parse(List<String> arguments, int queries) {
        int seed = Arguments.number(arguments, "--seed", 1);
        int files = Arguments.number(arguments, "--files", FILES);
        int megabytes =
                Arguments.number(arguments, "--megabytes", (int) Math.max(1, Math.round(files * MEGABYTES_PER_FILE)));
        Path checkout = Path.of(System.getProperty("dharmic.checkout"));
        Optional<Path> given =
                Arguments.text(arguments, "--vault").map(Path::of).map(Path::toAbsolutePath);
        given.filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
            throw new IllegalArgumentException("--vault must be a folder, was " + folder);
        });
        return new Options(
                given,
                new VaultParameters(seed, files, megabytes * 1_000_000L),
                seed,
                Arguments.text(arguments, "--work")
                        .map(Path::of)
                        .orElse(checkout.resolve("benchmarks/target/bench-vault"))
                        .toAbsolutePath(),
                Arguments.number(arguments, "--queries", queries),
                Set.copyOf(List.of(
                        Arguments.text(arguments, "--without").orElse("").split(","))),
                Arguments.text(arguments, "--set")
                        .map(text -> List.of(text.split(",")))
                        .orElse(List.of()));
    }

    boolean with(String part) {
        return !without.contains(part);
    }

    /** The vault to read: the given one, or the generated one, made if need be. */
    Path vault(Progress progress) throws IOException {
        if (given.isPresent()) {
            return given.get();
        }
        progress.say("vault of %d files and %d MB, seed %d", generated.files(), generated.bytes() / 1_000_000, seed);
        long start = System.nanoTime();
        VaultGenerator.Made made = new VaultGenerator(generated).below(work);
        progress.say(
                made.reused() ? "  is there: %s" : "  made in %2$.1f s: %1$s",
                made.vault(),
                (System.nanoTime() - start) / 1e9);
        return made.vault();
    }
}

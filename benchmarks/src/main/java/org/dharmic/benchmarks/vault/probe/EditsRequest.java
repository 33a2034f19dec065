package org.dharmic.benchmarks.vault.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.vault.Query;
import org.dharmic.vault.VaultIndex;

/**
 * Saves a file, asks until its new words are found, and goes on with the next. Parameters: {@code folder} in the vault,
 * {@code count}, {@code seed}. Every third is a new file, the others are saved over.
 */
final class EditsRequest implements Mailbox.Handler {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LONGEST_PAUSE_MILLIS = 700;

    private final Services services;

    EditsRequest(Services services) {
        this.services = services;
    }

    @Override
    public Properties answer(Properties request) throws Exception {
        Path folder = Files.createDirectories(Path.of(request.getProperty("folder")));
        int count = Integer.parseInt(request.getProperty("count"));
        SplittableRandom random = new SplittableRandom(Long.parseLong(request.getProperty("seed")));
        StringBuilder nanos = new StringBuilder();
        int missed = 0;
        for (int edit = 0; edit < count; edit++) {
            // At any moment of what the index does regularly.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            String word = "zq" + Long.toString(random.nextLong() >>> 1, 26).replaceAll("\\d", "x") + "edit" + edit;
            Path file = folder.resolve("edit-" + edit / 3 + ".md");
            long start = System.nanoTime();
            Files.writeString(file, "# Edited\n\nNow it says " + word + " and no more.\n");
            if (services.withIndex(index -> seen(index, word, start))) {
                nanos.append(System.nanoTime() - start).append(' ');
            } else {
                missed++;
            }
        }
        Properties reply = new Properties();
        reply.setProperty("nanos", nanos.toString());
        reply.setProperty("missed", Integer.toString(missed));
        return reply;
    }

    /** As a phrase: typo tolerance would take an older word for this one. */
    private static boolean seen(VaultIndex index, String word, long start) {
        Query query = Query.of("\"" + word + "\"", 1);
        while (index.search(query).hits().isEmpty()) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return true;
    }
}

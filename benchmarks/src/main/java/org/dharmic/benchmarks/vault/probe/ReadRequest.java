package org.dharmic.benchmarks.vault.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.dharmic.benchmarks.vault.load.Load;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultViews;

/**
 * Reads notes by path, and the crown jewels: their list, and each by its name. Parameter: {@code locators}, a file with one on
 * each line.
 */
final class ReadRequest implements Mailbox.Handler {

    private static final int JEWEL_READS = 500;
    private static final long BUDGET_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Services services;

    ReadRequest(Services services) {
        this.services = services;
    }

    @Override
    public Properties answer(Properties request) throws Exception {
        List<String> locators = Files.readAllLines(Path.of(request.getProperty("locators")));
        Properties reply = new Properties();
        reply.setProperty(
                "nanos", services.withVault(vault -> times(locators.size(), n -> vault.read(locators.get(n)))));
        try {
            services.with(VaultViews.class, views -> {
                jewels(views, reply);
                return views;
            });
        } catch (NoClassDefFoundError e) {
            // A container whose contract has no views: then there are none.
            reply.setProperty("views", "none");
        }
        return reply;
    }

    /** Says nothing of them when the folder is not configured, not there or empty. */
    private static void jewels(VaultViews views, Properties reply) {
        List<String> names;
        try {
            names = views.crownJewels().stream().map(note -> name(note.path())).toList();
        } catch (VaultException e) {
            reply.setProperty("jewels.error", String.valueOf(e.getMessage()));
            return;
        }
        if (!names.isEmpty()) {
            reply.setProperty("jewels", Integer.toString(names.size()));
            reply.setProperty("jewel.list.nanos", times(JEWEL_READS, n -> views.crownJewels()));
            reply.setProperty("jewel.nanos", times(JEWEL_READS, n -> views.crownJewel(names.get(n % names.size()))));
        }
    }

    /** As a person names a note. */
    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.md$", "");
    }

    private static String times(int count, IntConsumer step) {
        try {
            StringBuilder nanos = new StringBuilder();
            for (long each : Load.run(count, 1, BUDGET_NANOS, step).nanos()) {
                nanos.append(each).append(' ');
            }
            return nanos.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package org.dharmic.benchmarks.vault.probe;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.dharmic.benchmarks.vault.load.Load;
import org.dharmic.vault.Vault;

/**
 * Reads notes by path, and the crown jewels when the contract has a way to: it is looked for by name, so that a container
 * without it can be measured as well. Parameter: {@code locators}, a file with one on each line.
 */
final class ReadRequest implements Mailbox.Handler {

    private static final int JEWEL_READS = 200;
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
        services.withVault(vault -> {
            jewels(vault).ifPresent(nanos -> reply.setProperty("jewel.nanos", nanos));
            return vault;
        });
        return reply;
    }

    private static Optional<String> jewels(Vault vault) {
        return Arrays.stream(Vault.class.getMethods())
                .filter(method -> method.getName().toLowerCase(Locale.ROOT).contains("jewel"))
                .filter(method -> method.getParameterCount() == 0)
                .findFirst()
                .map(method -> times(JEWEL_READS, n -> call(method, vault)));
    }

    private static void call(Method method, Vault vault) {
        try {
            method.invoke(vault);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The crown jewels could not be read", e);
        }
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

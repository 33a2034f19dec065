package org.dharmic.itests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what comes by itself. */
final class Patience {

    private static final Duration SOON = Duration.ofSeconds(20);

    private Patience() {}

    static void await(String what, Callable<Boolean> condition) throws Exception {
        awaitText(what, () -> String.valueOf(condition.call()), "true"::equals);
    }

    static String awaitText(String what, Callable<String> source, Predicate<String> enough) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (true) {
            String text = source.call();
            if (enough.test(text)) {
                return text;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + SOON.toSeconds() + " s; last: " + text);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}

package org.dharmic.benchmarks.vault.ask;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which texts belong to one owner alone, in bounded memory whatever the size of the vault: two texts that share a slot are
 * taken for one, so that now and then a text counts as shared which is not. Safe for many threads.
 */
final class Owners {

    private static final int SLOTS = 1 << 22;
    private static final int MANY = -1;

    private final AtomicIntegerArray owners = new AtomicIntegerArray(SLOTS);

    void add(String text, String owner) {
        int mine = number(owner);
        owners.accumulateAndGet(slot(text), mine, (before, now) -> before == 0 || before == now ? now : MANY);
    }

    boolean isAlone(String text, String owner) {
        return owners.get(slot(text)) == number(owner);
    }

    private static int slot(String text) {
        return (int) Hashing.of(1, text.toLowerCase(Locale.ROOT).strip()) & SLOTS - 1;
    }

    private static int number(String owner) {
        return (int) Hashing.of(2, owner) & 0x7fffffff | 1;
    }
}

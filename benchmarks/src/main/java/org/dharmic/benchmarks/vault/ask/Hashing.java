package org.dharmic.benchmarks.vault.ask;

/** A spread-out 64-bit number for a text and a seed: chooses samples that do not depend on the order of reading. */
final class Hashing {

    private Hashing() {}

    static long of(long seed, String text) {
        long hash = seed ^ 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        // The finalizer of MurmurHash3; without it close texts have close numbers.
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}

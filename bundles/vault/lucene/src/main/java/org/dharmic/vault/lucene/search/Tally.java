package org.dharmic.vault.lucene.search;

/**
 * What links say of the targets of one segment, by the numbers of these: how much the best link is worth, and how many there are. A
 * popular word stands in thousands of links, and objects for each of them would be most of what a search makes.
 */
final class Tally {

    /** A power of two. */
    private static final int AT_FIRST = 64;

    /** One more than the number of a target, in whatever order; 0 where there is none. */
    private int[] keys = new int[AT_FIRST];

    private float[] worths = new float[AT_FIRST];
    private int[] times = new int[AT_FIRST];
    private int size;

    void add(int target, float worth) {
        int at = place(target + 1);
        if (keys[at] == 0) {
            if (size >= keys.length / 2) {
                grow();
                at = place(target + 1);
            }
            keys[at] = target + 1;
            size++;
        }
        worths[at] = Math.max(worths[at], worth);
        times[at]++;
    }

    /** All targets, in whatever order. */
    int[] targets() {
        int[] targets = new int[size];
        int count = 0;
        for (int key : keys) {
            if (key != 0) {
                targets[count++] = key - 1;
            }
        }
        return targets;
    }

    /** Of a target that was added. */
    float worth(int target) {
        return worths[place(target + 1)];
    }

    /** Of a target that was added. */
    int times(int target) {
        return times[place(target + 1)];
    }

    private int place(int key) {
        int mask = keys.length - 1;
        int at = key * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(mask); // neighbours come apart
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        int[] before = keys;
        float[] worthsBefore = worths;
        int[] timesBefore = times;
        keys = new int[before.length * 2];
        worths = new float[before.length * 2];
        times = new int[before.length * 2];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int at = place(before[i]);
                keys[at] = before[i];
                worths[at] = worthsBefore[i];
                times[at] = timesBefore[i];
            }
        }
    }
}

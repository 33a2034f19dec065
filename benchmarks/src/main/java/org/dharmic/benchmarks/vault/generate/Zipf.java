package org.dharmic.benchmarks.vault.generate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Draws ranks with the frequencies of words in a text: rank {@code r} in proportion to {@code 1 / (r + shift)^exponent}
 * (Zipf's law with Mandelbrot's shift). Walker's alias method, so a draw takes the same short time from any size.
 */
final class Zipf {

    private final double[] keep;
    private final int[] alias;

    Zipf(int size, double exponent, double shift) {
        double[] weight = new double[size];
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
            weight[rank] = Math.pow(rank + 1 + shift, -exponent);
            sum += weight[rank];
        }
        keep = new double[size];
        alias = new int[size];
        Deque<Integer> small = new ArrayDeque<>();
        Deque<Integer> large = new ArrayDeque<>();
        for (int rank = 0; rank < size; rank++) {
            keep[rank] = weight[rank] / sum * size;
            alias[rank] = rank;
            (keep[rank] < 1 ? small : large).push(rank);
        }
        while (!small.isEmpty() && !large.isEmpty()) {
            int less = small.pop();
            int more = large.pop();
            alias[less] = more;
            keep[more] -= 1 - keep[less];
            (keep[more] < 1 ? small : large).push(more);
        }
    }

    int next(SplittableRandom random) {
        int rank = random.nextInt(keep.length);
        return random.nextDouble() < keep[rank] ? rank : alias[rank];
    }
}

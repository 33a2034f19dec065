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
        this(size, exponent, shift, size, exponent);
    }

    /** @param knee from which rank on frequencies fall with another exponent, as they do in large collections of text */
    Zipf(int size, double exponent, double shift, int knee, double exponentBeyond) {
        double[] weight = new double[size];
        double sum = 0;
        double atKnee = Math.pow(knee + 1 + shift, exponentBeyond - exponent);
        for (int rank = 0; rank < size; rank++) {
            double place = rank + 1 + shift;
            weight[rank] = rank < knee ? Math.pow(place, -exponent) : atKnee * Math.pow(place, -exponentBeyond);
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

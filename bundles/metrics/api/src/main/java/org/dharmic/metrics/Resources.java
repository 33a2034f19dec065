package org.dharmic.metrics;

/**
 * What the process uses; -1 where the system does not tell.
 *
 * @param rssBytes resident memory
 * @param rssAnonBytes resident memory that is not backed by files
 * @param heapUsedBytes Java heap in use
 * @param heapMaxBytes Java heap at most
 * @param threads live threads
 * @param descriptors open file descriptors
 * @param cpuSeconds CPU time since the start
 * @param cpuLoad share of all processors since the last look, 0 to 1
 * @param uptimeSeconds since the process started
 */
public record Resources(
        long rssBytes,
        long rssAnonBytes,
        long heapUsedBytes,
        long heapMaxBytes,
        int threads,
        long descriptors,
        double cpuSeconds,
        double cpuLoad,
        double uptimeSeconds) {}

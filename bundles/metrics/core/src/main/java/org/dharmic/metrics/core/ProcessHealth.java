package org.dharmic.metrics.core;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.metrics.Resources;

/** Judges what the process uses. */
final class ProcessHealth {

    private static final double WARN_FROM = 0.8;

    private ProcessHealth() {}

    static Result judge(Resources now, long grownBytes, long refusedMeters, MetricsSettings settings) {
        FormattingResultLog log = new FormattingResultLog();
        String memory = "memory " + mb(now.rssBytes()) + " (anonymous " + mb(now.rssAnonBytes()) + ")";
        if (now.rssBytes() > settings.alertRssBytes()) {
            log.critical(
                    "{} is above alert.rss.mb = {}: look at metrics and the heap, or raise the limit",
                    memory,
                    mb(settings.alertRssBytes()));
        } else if (now.rssBytes() > settings.alertRssBytes() * WARN_FROM) {
            log.warn("{} is near alert.rss.mb = {}", memory, mb(settings.alertRssBytes()));
        }
        if (settings.alertGrowthBytes() > 0 && grownBytes > settings.alertGrowthBytes()) {
            log.warn(
                    "memory at rest grew by {} from one day to the next, more than alert.growth.mb = {}",
                    mb(grownBytes),
                    mb(settings.alertGrowthBytes()));
        }
        if (refusedMeters > 0) {
            log.warn(
                    "{} meters were turned away since there are {} (meters.max): some tag has too many values",
                    refusedMeters,
                    settings.metersMax());
        }
        log.info(
                "{}, heap {} of {}, {} threads, {} open descriptors",
                memory,
                mb(now.heapUsedBytes()),
                mb(now.heapMaxBytes()),
                now.threads(),
                now.descriptors());
        return new Result(log);
    }

    private static String mb(long bytes) {
        return bytes < 0 ? "unknown" : bytes / (1024 * 1024) + " MB";
    }
}

package org.dharmic.metrics.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Metrics", description = "Measurements and what the process uses")
@interface MetricsConfig {
    @AttributeDefinition(
            description =
                    "Resident memory in MB above which the health check is critical, 50 to 1000000; it warns from 80 %",
            min = "50",
            max = "1000000")
    int alert_rss_mb() default 1000;

    @AttributeDefinition(
            description =
                    "Growth of resident memory from one day to the next, in MB, above which the health check warns,"
                            + " 0 to 1000000, 0 for never",
            min = "0",
            max = "1000000")
    int alert_growth_mb() default 50;

    @AttributeDefinition(
            description = "Meters kept at most, 100 to 100000; further ones record nothing and the health check warns",
            min = "100",
            max = "100000")
    int meters_max() default 2000;

    @AttributeDefinition(
            description = "Minutes that percentiles and maxima look back, 1 to 1440."
                    + " After a change all counters begin at 0.",
            min = "1",
            max = "1440")
    int percentiles_window_minutes() default 60;

    @AttributeDefinition(description = "Seconds to finish work in hand when leaving, 0 to 60", min = "0", max = "60")
    int drain_seconds() default 2;
}

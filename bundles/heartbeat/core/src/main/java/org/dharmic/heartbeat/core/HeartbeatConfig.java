package org.dharmic.heartbeat.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Heartbeat", description = "The regular look, practices and the status file")
@interface HeartbeatConfig {
    @AttributeDefinition(description = "Seconds between two beats, 10 to 86400", min = "10", max = "86400")
    int interval_seconds() default 3600;

    @AttributeDefinition(
            description = "Seconds between two times of giving unused heap back to the system, 0 to 86400, 0 for never",
            min = "0",
            max = "86400")
    int maintenance_seconds() default 3600;

    @AttributeDefinition(
            description =
                    "Seconds that something may be gone, as in an exchange, before it counts as trouble, 0 to 300",
            min = "0",
            max = "300")
    int grace_seconds() default 10;

    @AttributeDefinition(
            description = "Seconds after which a start that is not complete counts as failed, 1 to 600",
            min = "1",
            max = "600")
    int ready_within_seconds() default 30;

    @AttributeDefinition(description = "Seconds to finish work in hand when leaving, 0 to 60", min = "0", max = "60")
    int drain_seconds() default 2;
}

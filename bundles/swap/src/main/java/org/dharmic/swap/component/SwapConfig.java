package org.dharmic.swap.component;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.dharmic.swap.cfg}. */
@ObjectClassDefinition(name = "Exchange of bundles", description = "Upgrade, rollback and installation while running")
@interface SwapConfig {

    @AttributeDefinition(
            description = "Seconds that a new revision may take until its components, services and health checks do as"
                    + " well as the old revision's, 1 to 60; then it is put back. Live",
            min = "1",
            max = "60")
    int verify_seconds() default 2;

    @AttributeDefinition(
            description = "How many exchanges keep the configuration files they began with, for a rollback, 1 to 1000."
                    + " Live",
            min = "1",
            max = "1000")
    int history_kept() default 20;

    @AttributeDefinition(
            description = "How many exchanges of a bundle back its jars are kept below system/, 1 to 100. Live",
            min = "1",
            max = "100")
    int versions_kept() default 5;
}

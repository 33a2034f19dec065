package org.dharmic.swap.deploy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Deploy folder",
        description = "Jars dropped into deploy/ are exchanged or installed, and taken back when their files go.")
@interface DeployConfig {

    @AttributeDefinition(
            name = "poll.millis",
            description = "Milliseconds between two looks into the folder, 100 to 60000; at once",
            min = "100",
            max = "60000",
            required = false)
    int poll_millis() default 500;

    @AttributeDefinition(
            name = "settle.millis",
            description = "Milliseconds for which a file must stay unchanged, or gone, before it is acted upon,"
                    + " 100 to 60000; at once",
            min = "100",
            max = "60000",
            required = false)
    int settle_millis() default 1000;

    @AttributeDefinition(
            name = "drain.seconds",
            description = "Seconds to wait for an exchange in hand when leaving, 0 to 60; at once",
            min = "0",
            max = "60",
            required = false)
    int drain_seconds() default 10;
}

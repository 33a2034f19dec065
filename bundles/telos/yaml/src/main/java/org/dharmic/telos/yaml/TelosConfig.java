package org.dharmic.telos.yaml;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Telos in a YAML file",
        description =
                "The orientation: an ultimate aim that never changes and proximate aims that evolve with a reason.")
@interface TelosConfig {

    @AttributeDefinition(
            name = "file",
            description = "The telos file; blank means telos.yaml in the etc folder, a relative path starts there",
            required = false)
    String file() default "";

    @AttributeDefinition(
            name = "drain.seconds",
            description = "Seconds to finish calls in hand when leaving, 0 to 60",
            min = "0",
            max = "60",
            required = false)
    int drain_seconds() default 2;
}

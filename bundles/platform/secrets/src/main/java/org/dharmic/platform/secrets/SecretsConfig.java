package org.dharmic.platform.secrets;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Secrets", description = "Where secrets lie, one private file each")
@interface SecretsConfig {
    @AttributeDefinition(
            description = "Folder with one file per secret; relative to etc/, blank means etc/secrets",
            required = false)
    String folder() default "";

    @AttributeDefinition(description = "Seconds to finish work in hand when leaving, 0 to 60", min = "0", max = "60")
    int drain_seconds() default 2;
}

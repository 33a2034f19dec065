package org.dharmic.swap.trust;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(name = "Trust", description = "Whose jars may be exchanged or installed.")
@interface TrustConfig {

    @AttributeDefinition(
            name = "signatures",
            description = "Whether a jar must be signed by one of the signers: off or required; at once",
            options = {@Option(label = "off", value = "off"), @Option(label = "required", value = "required")},
            required = false)
    String signatures() default "off";

    @AttributeDefinition(
            name = "signers",
            description =
                    "SHA-256 fingerprints of the certificates whose signatures count, separated by commas; at once",
            required = false)
    String signers() default "";
}

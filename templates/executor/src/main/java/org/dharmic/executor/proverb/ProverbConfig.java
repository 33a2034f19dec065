package org.dharmic.executor.proverb;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.dharmic.executor.proverb.cfg}: underscores are dots there. All take effect at once. */
@ObjectClassDefinition(
        name = "Executor of my own",
        description = "Answers without a language model: a sentence, and the first words of the question")
@interface ProverbConfig {

    @AttributeDefinition(
            description = "Place among the executors: of those that can be used, the highest is asked first."
                    + " The extractive executor has -100, the Claude CLI 100")
    int service_ranking() default 0;

    @AttributeDefinition(description = "The sentence every answer begins with, 1 to 500 characters")
    String sentence() default "Little by little, the bird builds its nest.";

    @AttributeDefinition(description = "Words of the question that are repeated, 1 to 50", min = "1", max = "50")
    int words_max() default 8;

    @AttributeDefinition(description = "Seconds to finish answers in hand when leaving, 0 to 30", min = "0", max = "30")
    int drain_seconds() default 2;
}

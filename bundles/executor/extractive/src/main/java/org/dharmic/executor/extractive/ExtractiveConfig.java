package org.dharmic.executor.extractive;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Executor without a language model",
        description = "Quotes the passages of the notes that fit a question")
@interface ExtractiveConfig {

    @AttributeDefinition(description = "Quotes in an answer, 1 to 10", min = "1", max = "10")
    int quotes_max() default 4;

    @AttributeDefinition(
            description = "Length of a quote in characters, 100 to 5000; a longer one is cut at a word",
            min = "100",
            max = "5000")
    int quote_max_chars() default 1200;

    @AttributeDefinition(
            description = "Further places named below the quotes, 0 to 20; 0 = none",
            min = "0",
            max = "20")
    int sources_max() default 5;

    @AttributeDefinition(
            description = "Precedence among executors, -1000000 to 1000000; the highest is asked first",
            min = "-1000000",
            max = "1000000")
    int service_ranking() default -100;
}

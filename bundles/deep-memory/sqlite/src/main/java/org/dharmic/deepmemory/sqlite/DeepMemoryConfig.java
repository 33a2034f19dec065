package org.dharmic.deepmemory.sqlite;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Deep memory in SQLite", description = "Facts, conversations, summaries and identity")
@interface DeepMemoryConfig {

    @AttributeDefinition(
            description = "Database file, absolute or below the data folder; empty means deep-memory.db",
            required = false)
    String file() default "";

    @AttributeDefinition(
            description = "Identity file, absolute or below the data folder; empty means identity_core.json",
            required = false)
    String identity_file() default "";

    @AttributeDefinition(
            description = "Connections kept open for reading, 0 to 8; 0 opens one for each question",
            min = "0",
            max = "8")
    int readers() default 2;

    @AttributeDefinition(
            description = "Answers to questions kept in memory, 0 to 10000; 0 keeps none",
            min = "0",
            max = "10000")
    int cache_entries() default 100;

    @AttributeDefinition(
            description = "Seconds an answer is kept at most, 0 to 86400; 0 keeps none",
            min = "0",
            max = "86400")
    int cache_ttl_seconds() default 300;

    @AttributeDefinition(description = "Seconds to finish calls in hand when leaving, 0 to 30", min = "0", max = "30")
    int drain_seconds() default 2;

    @AttributeDefinition(description = "Whose facts are kept, the user_id of new rows, not blank")
    String owner() default "owner";
}

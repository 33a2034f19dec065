package org.dharmic.strangememory.jsonl;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Strange memory in JSON lines",
        description = "Append-only layers about what happened and how it was met, one file for each.")
@interface JsonlConfig {

    @AttributeDefinition(
            name = "folder",
            description =
                    "Folder of the layers; blank means strange-memory in the data folder, a relative path starts there",
            required = false)
    String folder() default "";

    @AttributeDefinition(
            name = "tail.entries",
            description = "Entries of each layer kept in memory for reading, 0 to 100000; 0 reads the file each time",
            min = "0",
            max = "100000",
            required = false)
    int tail_entries() default 1000;

    @AttributeDefinition(
            name = "drain.seconds",
            description = "Seconds to finish calls in hand when leaving, 0 to 60",
            min = "0",
            max = "60",
            required = false)
    int drain_seconds() default 2;
}

package org.dharmic.journal.sqlite;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(name = "Journal in SQLite", description = "Durable work items: database and spool")
@interface JournalConfig {

    @AttributeDefinition(
            description = "Folder of database and spool, absolute or below the data folder; empty means journal."
                    + " Another folder holds another journal: what waits in the one before waits there.",
            required = false)
    String folder() default "";

    @AttributeDefinition(description = "Seconds to finish calls in hand when leaving, 0 to 30", min = "0", max = "30")
    int drain_seconds() default 2;

    @AttributeDefinition(
            description = "Megabytes; with less free on the disk no mail is taken in, 0 to 1000000",
            min = "0",
            max = "1000000")
    int spool_min_free_mb() default 200;

    @AttributeDefinition(
            description = "Milliseconds to wait for another process that holds the database, 0 to 60000",
            min = "0",
            max = "60000")
    int busy_timeout_ms() default 5000;

    @AttributeDefinition(
            description = "Days until texts and bytes of finished items are given up, 0 to 36500, 0 for never",
            min = "0",
            max = "36500")
    int keep_days() default 365;

    @AttributeDefinition(
            description = "Minutes an item may wait before health says so, 1 to 10080",
            min = "1",
            max = "10080")
    int waiting_warn_minutes() default 60;

    @AttributeDefinition(
            description = "Deaths of the platform with an item in hand after which the item is parked, 0 to 100,"
                    + " 0 for never; takes effect when the journal is opened next",
            min = "0",
            max = "100")
    int park_after_crashes() default 3;
}

package org.dharmic.vault.lucene;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.dharmic.vault.lucene.cfg}. */
@ObjectClassDefinition(name = "Vault index", description = "Full-text search over a folder of Markdown files")
@interface VaultConfig {

    @AttributeDefinition(
            description =
                    "Folder of the Markdown files, absolute or below the installation; without it the vault finds nothing")
    String vault_folder() default "";

    @AttributeDefinition(
            description = "Folder of the index, absolute or below the data folder; empty means vault-index")
    String index_folder() default "";

    @AttributeDefinition(
            description = "lucene searches an index; scan reads every file at every search, for comparison",
            options = {@Option(label = "lucene", value = "lucene"), @Option(label = "scan", value = "scan")})
    String index_mode() default "lucene";

    @AttributeDefinition(description = "Files that belong to the vault: globs separated by commas")
    String include() default "**/*.md";

    @AttributeDefinition(
            description = "Files and folders left out: globs separated by commas; a folder takes all below")
    String exclude() default "**/.*,**/node_modules";

    @AttributeDefinition(
            description = "Bytes of a file that is read at most, 1024 to 2147483631",
            min = "1024",
            max = "2147483631")
    long file_max_bytes() default 5_000_000;

    @AttributeDefinition(
            description = "Longest passage in characters, 200 to 20000; a change rebuilds the index",
            min = "200",
            max = "20000")
    int passage_max_chars() default 2000;

    @AttributeDefinition(
            description = "Seconds between two comparisons of index and folder, 5 to 86400",
            min = "5",
            max = "86400")
    int reconcile_seconds() default 300;

    @AttributeDefinition(description = "Whether the folder is watched, so that an edit is found within a second")
    boolean watch() default true;

    @AttributeDefinition(description = "Memory for documents not yet written, in MiB, 1 to 512", min = "1", max = "512")
    int ram_buffer_mb() default 32;

    @AttributeDefinition(
            description =
                    "Named parts of the vault: name=folder1|folder2, separated by commas; 'all' and 'none' are built in")
    String scopes() default "";

    @AttributeDefinition(description = "Seconds for searches in hand when leaving, 0 to 60", min = "0", max = "60")
    int drain_seconds() default 2;

    @AttributeDefinition(
            description = "Threads that read files during a build, 1 to 16; 0: one for each processor, 4 at most",
            min = "0",
            max = "16")
    int build_threads() default 0;

    @AttributeDefinition(
            description = "Passages offered to a prompt at most, 0 to 50; 0 offers none",
            min = "0",
            max = "50")
    int context_passages() default 6;

    @AttributeDefinition(
            description =
                    "How much more a note of today is worth, in percent, 0 to 100; half of it after prior.recent.days",
            min = "0",
            max = "100")
    int prior_recent_percent() default 5;

    @AttributeDefinition(
            description = "Days after which half is left of prior.recent.percent, 1 to 36500",
            min = "1",
            max = "36500")
    int prior_recent_days() default 180;

    @AttributeDefinition(
            description = "What notes of a folder are worth: folder=factor, separated by commas, factors 0.1 to 10")
    String prior_folders() default "";

    @AttributeDefinition(
            description = "Answers to searches that are kept while they stay true, 0 to 10000; 0 keeps none",
            min = "0",
            max = "10000")
    int cache_entries() default 256;

    @AttributeDefinition(
            description = "Searches that recur at an hour of the day and are made ahead, 0 to 100; 0 learns none",
            min = "0",
            max = "100")
    int prewarm_queries() default 20;

    @AttributeDefinition(description = "Whether new notes may be written at all")
    boolean write_enabled() default false;

    @AttributeDefinition(
            description =
                    "Folders of the vault in which, and below which, new notes may be written, separated by commas")
    String write_folders() default "";

    @AttributeDefinition(description = "Extension of the notes that are written")
    String write_extension() default ".md";

    @AttributeDefinition(description = "Characters a new note must have, 0 to 100000", min = "0", max = "100000")
    int write_min_chars() default 200;

    @AttributeDefinition(
            description =
                    "Minutes since the vault was last read before a note may be written, 0 to 100000; 0 asks for none",
            min = "0",
            max = "100000")
    int write_read_minutes() default 180;

    @AttributeDefinition(description = "Whether a new note needs a critique")
    boolean write_critique() default true;

    @AttributeDefinition(
            description = "Audit log of writing, absolute or below the data folder; empty means vault-audit.jsonl")
    String write_audit_file() default "";

    @AttributeDefinition(description = "Folder of the crown jewels")
    String view_jewels() default "SPONTANEOUS_PREACHING_PROTOCOL/crown_jewel_forge/approved";

    @AttributeDefinition(description = "Folder of the stream")
    String view_stream() default "AGENT_EMERGENT_WORKSPACES/residual_stream";

    @AttributeDefinition(description = "Folder with the induction prompts")
    String view_induction() default "AGENT_IGNITION";

    @AttributeDefinition(description = "Folder of the source texts")
    String view_sources() default "08-Research-Documentation/source-texts";

    @AttributeDefinition(description = "Folder of what the vault is founded on")
    String view_core() default "CORE";

    @AttributeDefinition(
            description = "File with the lineage in the owner's words, absolute or below the installation; empty: none")
    String view_lineage_file() default "";

    @AttributeDefinition(
            description = "Precedence among vaults, -1000000 to 1000000; the highest is asked first",
            min = "-1000000",
            max = "1000000")
    int service_ranking() default 0;
}

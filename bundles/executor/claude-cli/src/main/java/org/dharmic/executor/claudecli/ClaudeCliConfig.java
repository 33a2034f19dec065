package org.dharmic.executor.claudecli;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(name = "Executor Claude CLI", description = "Runs the Claude Code program once for each prompt")
@interface ClaudeCliConfig {

    @AttributeDefinition(description = "The program: a name looked up in PATH, or an absolute path; not blank")
    String command() default "claude";

    @AttributeDefinition(description = "Model name or alias; empty means the program's own default")
    String model() default "sonnet";

    @AttributeDefinition(
            description = "How the program logs in: api-key, or subscription with a long-lived token",
            options = {
                @Option(label = "API key", value = "api-key"),
                @Option(label = "Subscription", value = "subscription")
            })
    String auth() default "api-key";

    @AttributeDefinition(description = "Name of the secret with the API key, for auth = api-key")
    String api_key_secret() default "anthropic.api.key";

    @AttributeDefinition(description = "Name of the secret with the token, for auth = subscription")
    String token_secret() default "claude.token";

    @AttributeDefinition(description = "Address of the API, http or https; empty means the vendor's")
    String base_url() default "";

    @AttributeDefinition(description = "Seconds for an answer somebody waits for, 1 to 3600", min = "1", max = "3600")
    int deadline_seconds() default 30;

    @AttributeDefinition(description = "Seconds for work in the background, 1 to 3600", min = "1", max = "3600")
    int background_deadline_seconds() default 120;

    @AttributeDefinition(description = "Processes at once, 1 to 16", min = "1", max = "16")
    int processes_max() default 3;

    @AttributeDefinition(description = "Prompts that may wait for a process, 0 to 64", min = "0", max = "64")
    int queue_max() default 8;

    @AttributeDefinition(
            description = "Bytes of output after which a process is ended, 65536 to 67108864",
            min = "65536",
            max = "67108864")
    int output_max_bytes() default 4 * 1024 * 1024;

    @AttributeDefinition(description = "Tokens of an answer, 256 to 64000", min = "256", max = "64000")
    int output_max_tokens() default 4096;

    @AttributeDefinition(
            description = "Tokens for thinking before the answer, 0 to 64000; 0 = none",
            min = "0",
            max = "64000")
    int thinking_max_tokens() default 0;

    @AttributeDefinition(
            description =
                    "Folder for its private files, absolute or below the data folder; empty means executor-claude-cli."
                            + " Runs under way stay in the one they began in.")
    String folder() default "";

    @AttributeDefinition(description = "Seconds to finish runs in hand when leaving, 0 to 60", min = "0", max = "60")
    int drain_seconds() default 2;

    @AttributeDefinition(
            description = "Precedence among executors, -1000000 to 1000000; the highest is asked first",
            min = "-1000000",
            max = "1000000")
    int service_ranking() default 100;
}

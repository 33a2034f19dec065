package org.dharmic.executor.claudecli;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.dharmic.executor.Lane;
import org.dharmic.support.settings.Range;

/** The checked configuration; see {@link ClaudeCliConfig} for the meaning of each. */
record ClaudeCliSettings(
        String command,
        String model,
        Auth auth,
        String secret,
        String baseUrl,
        Duration deadline,
        Duration backgroundDeadline,
        int processes,
        int queue,
        int outputBytes,
        int outputTokens,
        int thinkingTokens,
        Duration drain) {

    static final String FILE = "etc/" + ClaudeCliExecutor.PID + ".cfg";
    private static final Range RANGE = new Range(ClaudeCliExecutor.PID);

    static final Pattern MODEL = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._:@/\\[\\]-]{0,127})?");
    static final Pattern BASE_URL = Pattern.compile("(https?://\\S+)?");

    /** How the program logs in. */
    enum Auth {
        API_KEY("api.key.secret", "ANTHROPIC_API_KEY"),
        SUBSCRIPTION("token.secret", "CLAUDE_CODE_OAUTH_TOKEN");

        private final String key;
        private final String variable;

        Auth(String key, String variable) {
            this.key = key;
            this.variable = variable;
        }

        /** The configuration key that names the secret. */
        String key() {
            return key;
        }

        /** The environment variable that carries it. */
        String variable() {
            return variable;
        }

        static Auth of(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "api-key" -> API_KEY;
                case "subscription" -> SUBSCRIPTION;
                default ->
                    throw new IllegalArgumentException(
                            "auth must be api-key or subscription, was '" + text + "' (" + FILE + ")");
            };
        }
    }

    ClaudeCliSettings {
        Objects.requireNonNull(auth, "auth");
        check("command", !command.isBlank(), "the name or path of a program", command);
        // An argument of the program: what looks like an option would be read as one.
        check("model", MODEL.matcher(model).matches(), "a model's name or empty", model);
        check(auth.key(), !secret.isBlank(), "the name of a secret", secret);
        check("base.url", BASE_URL.matcher(baseUrl).matches(), "empty or an http(s) address", baseUrl);
        RANGE.within("deadline.seconds", deadline.toSeconds(), 1, 3600);
        RANGE.within("background.deadline.seconds", backgroundDeadline.toSeconds(), 1, 3600);
        RANGE.within("processes.max", processes, 1, 16);
        RANGE.within("queue.max", queue, 0, 64);
        RANGE.within("output.max.bytes", outputBytes, 65_536, 67_108_864);
        RANGE.within("output.max.tokens", outputTokens, 256, 64_000);
        RANGE.within("thinking.max.tokens", thinkingTokens, 0, 64_000);
        RANGE.within("drain.seconds", drain.toSeconds(), 0, 60);
    }

    static ClaudeCliSettings from(ClaudeCliConfig config) {
        Auth auth = Auth.of(config.auth());
        return new ClaudeCliSettings(
                config.command().strip(),
                config.model().strip(),
                auth,
                (auth == Auth.API_KEY ? config.api_key_secret() : config.token_secret()).strip(),
                config.base_url().strip(),
                Duration.ofSeconds(config.deadline_seconds()),
                Duration.ofSeconds(config.background_deadline_seconds()),
                config.processes_max(),
                config.queue_max(),
                config.output_max_bytes(),
                config.output_max_tokens(),
                config.thinking_max_tokens(),
                Duration.ofSeconds(config.drain_seconds()));
    }

    Duration deadline(Lane lane) {
        return lane == Lane.INTERACTIVE ? deadline : backgroundDeadline;
    }

    private static void check(String key, boolean good, String expected, Object value) {
        if (!good) {
            throw new IllegalArgumentException(key + " must be " + expected + ", was '" + value + "' (" + FILE + ")");
        }
    }
}

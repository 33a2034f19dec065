package org.dharmic.executor.claudecli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the program is called. With all tools off a mail that says {@code @/etc/passwd} would still put that file into the
 * model's context; only the attachment switch, and {@code --bare} where it can be used, prevent that. Nothing of a prompt
 * is an argument: arguments stand in the process list.
 */
final class CliCommand {

    /** What the program gets of our own environment; everything else stays here. */
    private static final List<String> PASSED = List.of(
            "PATH",
            "LANG",
            "TZ",
            "HTTPS_PROXY",
            "HTTP_PROXY",
            "NO_PROXY",
            "https_proxy",
            "http_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "NODE_EXTRA_CA_CERTS");

    private CliCommand() {}

    /** The program as an absolute path; empty when there is none that can be run. */
    static Optional<Path> find(String command, String searchPath) {
        if (command.contains("/")) {
            return Optional.of(Path.of(command).toAbsolutePath()).filter(CliCommand::isProgram);
        }
        for (String folder : searchPath.split(java.io.File.pathSeparator)) {
            if (!folder.isBlank()) {
                Path candidate = Path.of(folder, command);
                if (candidate.isAbsolute() && isProgram(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    static List<String> arguments(Path program, ClaudeCliSettings settings, Path systemPrompt) {
        List<String> arguments = new ArrayList<>(List.of(program.toString(), "-p"));
        if (settings.auth() == ClaudeCliSettings.Auth.API_KEY) {
            arguments.add("--bare"); // knows keys only, not the tokens of a subscription
        }
        arguments.addAll(List.of(
                "--tools=", // with the value apart it would swallow what follows
                "--strict-mcp-config",
                "--setting-sources=",
                "--disable-slash-commands",
                "--no-session-persistence",
                "--output-format",
                "stream-json",
                "--verbose",
                "--system-prompt-file",
                systemPrompt.toString()));
        if (!settings.model().isEmpty()) {
            arguments.addAll(List.of("--model", settings.model()));
        }
        return arguments;
    }

    /** The whole environment of the program; {@code secret} is the key or the token. */
    static Map<String, String> environment(
            Map<String, String> ours, CliFolder folder, ClaudeCliSettings settings, String secret) {
        Map<String, String> environment = new TreeMap<>();
        for (String name : PASSED) {
            if (ours.containsKey(name)) {
                environment.put(name, ours.get(name));
            }
        }
        environment.putIfAbsent("LANG", "C.UTF-8");
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.put("CLAUDE_CONFIG_DIR", folder.config().toString());
        environment.put("CLAUDE_CODE_DISABLE_ATTACHMENTS", "1");
        environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        environment.put("DISABLE_TELEMETRY", "1");
        environment.put("DISABLE_ERROR_REPORTING", "1");
        environment.put("DISABLE_AUTOUPDATER", "1");
        // Ten retries by default: longer than any deadline of ours. Fail-over is the agent's.
        environment.put("CLAUDE_CODE_MAX_RETRIES", "1");
        // Ends a call whose API fell silent even when nobody is left to kill the program.
        environment.put(
                "API_TIMEOUT_MS", Long.toString(settings.backgroundDeadline().toMillis()));
        environment.put("CLAUDE_CODE_MAX_OUTPUT_TOKENS", Integer.toString(settings.outputTokens()));
        environment.put("MAX_THINKING_TOKENS", Integer.toString(settings.thinkingTokens()));
        if (!settings.baseUrl().isEmpty()) {
            environment.put("ANTHROPIC_BASE_URL", settings.baseUrl());
        }
        environment.put(settings.auth().variable(), secret);
        return environment;
    }
}

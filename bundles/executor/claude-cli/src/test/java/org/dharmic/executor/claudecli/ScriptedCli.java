package org.dharmic.executor.claudecli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A stand-in for the program: a shell script that notes how it was called and then does what the test wrote. */
final class ScriptedCli {

    static final String INIT =
            "{\"model\":\"some-model\",\"tools\":[],\"mcp_servers\":[],\"subtype\":\"init\",\"type\":\"system\"}";

    private final Path folder;
    private final Path script;

    ScriptedCli(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.script = folder.resolve("claude");
        does("");
    }

    Path program() {
        return script;
    }

    /** What it does after its standard input was read to the end. */
    ScriptedCli does(String body) throws IOException {
        return write("cat > '" + folder + "/stdin'\n" + body);
    }

    /** What it does without reading anything. */
    ScriptedCli doesAtOnce(String body) throws IOException {
        return write(body);
    }

    ScriptedCli prints(String... lines) throws IOException {
        StringBuilder body = new StringBuilder();
        for (String line : lines) {
            body.append("cat <<'END_OF_LINE'\n").append(line).append("\nEND_OF_LINE\n");
        }
        return does(body.toString());
    }

    private ScriptedCli write(String body) throws IOException {
        String text = "#!/bin/sh\n"
                + "if [ \"$1\" = --version ]; then echo '9.9.9 (scripted)'; exit 0; fi\n"
                + "echo \"$$\" >> '" + folder + "/pids'\n"
                + "tr '\\0' '\\n' < /proc/$$/cmdline > '" + folder + "/argv'\n"
                + "env > '" + folder + "/env'\n"
                + "pwd > '" + folder + "/cwd'\n"
                + "for last in \"$@\"; do if [ \"$previous\" = --system-prompt-file ]; then cp \"$last\" '" + folder
                + "/system'; ls -l \"$last\" > '" + folder + "/system-mode'; fi; previous=\"$last\"; done\n"
                + body + "\n";
        Path next = folder.resolve("claude.next");
        Files.writeString(next, text);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
        // Renamed, never rewritten: a script that is open for writing cannot be run.
        Files.move(next, script, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    String noted(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    boolean hasNoted(String name) {
        return Files.exists(folder.resolve(name));
    }

    static String result(String fields) {
        return "{\"session_id\":\"1\",\"type\":\"result\"," + fields + "}";
    }

    static String good(String text) {
        return result("\"subtype\":\"success\",\"is_error\":false,\"num_turns\":1,\"result\":\"" + text
                + "\",\"total_cost_usd\":0.0123,\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":7},"
                + "\"modelUsage\":{\"good-model\":{}}");
    }
}

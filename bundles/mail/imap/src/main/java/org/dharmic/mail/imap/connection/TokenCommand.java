package org.dharmic.mail.imap.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.dharmic.support.files.PrivateFiles;

/**
 * Runs the program that knows a current access token: never through a shell, with the named variables of our environment
 * only, for a bounded time and with a bounded output.
 *
 * <p>One at a time: two that refresh the same grant at once make each other's token void.
 */
final class TokenCommand {

    /** The program gave no token; the message says why and holds nothing of its output. */
    static final class NoToken extends Exception {
        private static final long serialVersionUID = 1L;

        NoToken(String message) {
            super(message);
        }
    }

    /** Tokens of the big providers have about 2,000 characters. */
    private static final int MAX_BYTES = 16 * 1024;

    private static final long LOOK_MILLIS = 20;
    /** RFC 6750 section 2.1, b64token, with the few more that providers use. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

    private final Path folder;
    private volatile Process running;
    private volatile boolean aborted;

    /** @param folder for its output, in a file because a pipe is held open by what a killed program leaves behind */
    TokenCommand(Path folder) {
        this.folder = folder;
    }

    /** @param command the program's absolute path and its arguments */
    synchronized String run(List<String> command, Set<String> environment, Duration limit) throws NoToken {
        Path output = null;
        try {
            PrivateFiles.folder(folder);
            output = Files.createTempFile(folder, "token", ".out", PrivateFiles.fileMode());
            int exit = run(command, environment, limit, output);
            if (exit != 0) {
                throw new NoToken("ended with " + exit + "; run it by hand to see why");
            }
            return token(Files.readString(output, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new NoToken("cannot be run: " + e.getMessage());
        } finally {
            delete(output);
        }
    }

    private int run(List<String> command, Set<String> environment, Duration limit, Path output)
            throws IOException, NoToken {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(environment);
        long deadline = System.nanoTime() + limit.toNanos();
        Process process = builder.start();
        running = process;
        try {
            process.getOutputStream().close();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (aborted) {
                    throw new NoToken("was ended: the account is leaving");
                }
                if (System.nanoTime() - deadline >= 0) {
                    throw new NoToken("did not end within " + limit.toSeconds() + " s");
                }
                checkSize(output);
            }
            checkSize(output);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoToken("was ended: interrupted");
        } finally {
            kill(process);
            running = null;
        }
    }

    private static void checkSize(Path output) throws IOException, NoToken {
        if (Files.size(output) > MAX_BYTES) {
            throw new NoToken("writes more than " + MAX_BYTES + " bytes");
        }
    }

    private static String token(String output) throws NoToken {
        String token = output.strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new NoToken("must write the token and nothing else to its standard output, wrote "
                    + (token.isEmpty() ? "nothing" : "something with blanks or several lines"));
        }
        return token;
    }

    /** Children first: they would outlive it. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void delete(Path output) throws NoToken {
        try {
            if (output != null) {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new NoToken("has left its output behind, remove " + output + ": " + e.getMessage());
        }
    }

    /** Ends the one that is running, and lets no other begin. For any thread. */
    void abort() {
        aborted = true;
        Process process = running;
        if (process != null) {
            kill(process);
        }
    }
}

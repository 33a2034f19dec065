package org.dharmic.benchmarks.vault.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.launcher.ContainerCommand;

/**
 * Builds plain Lucene's index in a process of its own, with the heap and the collector that the container has: so both begin cold
 * and in the same room.
 */
public final class PlainLuceneBuild {

    private PlainLuceneBuild() {}

    /**
     * Starts the process and waits for its end.
     *
     * @param list where to write which files it takes
     * @return seconds from its first statement to its commit
     */
    public static double seconds(Path vault, List<String> files, Path list, Path index, int threads)
            throws IOException, InterruptedException {
        // A name may have a line feed in it, and none has a NUL.
        Files.writeString(list, String.join("\0", files));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ContainerCommand.MEMORY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PlainLuceneBuild.class.getName()));
        command.addAll(List.of(vault.toString(), list.toString(), index.toString(), String.valueOf(threads)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException("The process that builds plain Lucene's index ended with " + code);
            }
            return Double.parseDouble(out.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    /** @param arguments the vault, the list of its files, the index, the number of threads */
    public static void main(String[] arguments) throws IOException {
        long start = System.nanoTime();
        List<String> files = List.of(Files.readString(Path.of(arguments[1])).split("\0"));
        PlainLucene.build(Path.of(arguments[0]), files, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println((System.nanoTime() - start) / 1e9);
    }
}

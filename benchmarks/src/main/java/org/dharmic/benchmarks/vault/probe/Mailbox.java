package org.dharmic.benchmarks.vault.probe;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Requests and replies as files of a private folder: nothing listens on the network, and while a request is worked on nothing
 * else of the probe runs.
 */
final class Mailbox {

    /** Answers a request; what it throws becomes the reply. */
    interface Handler {
        Properties answer(Properties request) throws Exception;
    }

    private static final long LOOK_EVERY_MILLIS = 10;

    private final Path request;
    private final Path reply;
    private final Map<String, Handler> handlers;
    private final Thread thread = new Thread(this::run, "vault-probe-1");
    private volatile boolean open = true;

    Mailbox(Path folder, Map<String, Handler> handlers) {
        this.request = folder.resolve("request");
        this.reply = folder.resolve("reply");
        this.handlers = handlers;
    }

    void open() {
        thread.start();
    }

    void close() throws InterruptedException {
        open = false;
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    private void run() {
        while (open) {
            try {
                if (Files.exists(request)) {
                    Properties read = read(request);
                    Files.delete(request);
                    write(reply, answer(read));
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // The other side waits in vain and says so; there is nobody here to tell.
                open = false;
            }
        }
    }

    private Properties answer(Properties read) {
        try {
            return handlers.get(read.getProperty("op")).answer(read);
        } catch (Exception e) {
            Properties failure = new Properties();
            failure.setProperty("error", e.toString());
            return failure;
        }
    }

    static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    /** In one step: whoever looks sees all or nothing. */
    static void write(Path file, Properties properties) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(beside)) {
            properties.store(writer, null);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

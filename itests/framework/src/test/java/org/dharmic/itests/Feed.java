package org.dharmic.itests;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends numbered mails in a few threads, steadily, on a thread of its own. */
final class Feed implements AutoCloseable {
    /** Conversations that the mails belong to, in turn. */
    static final int THREADS = 6;

    private static final Duration BETWEEN_MAILS = Duration.ofMillis(60);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();
    private final Correspondent owner;
    private final Future<?> sending;

    Feed(Post post) throws MessagingException {
        owner = post.correspondent(Post.OWNER);
        sending = executor.submit(() -> {
            while (!stopped.get()) {
                send(sent.get());
                sent.incrementAndGet();
                LockSupport.parkNanos(BETWEEN_MAILS.toNanos());
            }
            return null;
        });
    }

    private void send(int number) throws MessagingException {
        List<String> references = new ArrayList<>();
        for (int earlier = number % THREADS; earlier < number; earlier += THREADS) {
            references.add(messageId(earlier));
        }
        owner.send(
                Post.AGENT,
                messageId(number),
                "Quinces " + number % THREADS,
                "How many kilos did quince tree number " + number % THREADS + " give?",
                references);
    }

    int stop() throws InterruptedException, ExecutionException {
        stopped.set(true);
        sending.get();
        return sent.get();
    }

    @Override
    public void close() throws Exception {
        stopped.set(true);
        executor.shutdown();
        owner.close();
    }

    /** The notes that answer its questions. */
    static Path vault(Path folder) throws IOException {
        Path vault = Files.createDirectories(folder.resolve("vault"));
        for (int i = 0; i < THREADS; i++) {
            Files.writeString(
                    vault.resolve("quince-" + i + ".md"),
                    "# Quince tree " + i + "\n\nThe quince tree number " + i + " gave " + (20 + i) + " kilos.\n");
        }
        return vault;
    }

    private static String messageId(int number) {
        return "<mail-" + number + "@sandbox.test>";
    }
}

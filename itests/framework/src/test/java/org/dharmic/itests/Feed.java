package org.dharmic.itests;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.itests.support.Correspondent;

/** Sends numbered mails in a few threads, at a steady rate, on a thread of its own. */
final class Feed implements AutoCloseable {

    /** Mail {@code n} belongs to thread {@code n % THREADS}. */
    static final int THREADS = 6;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Instant> moments = new CopyOnWriteArrayList<>();
    private final Correspondent owner;
    private final Future<?> sending;

    Feed(Post post) throws MessagingException {
        this(post, Duration.ofMillis(60));
    }

    Feed(Post post, Duration between) throws MessagingException {
        owner = post.correspondent(Post.OWNER);
        sending = executor.submit(() -> {
            long next = System.nanoTime();
            while (!stopped.get()) {
                moments.add(Instant.now());
                send(sent.get());
                sent.incrementAndGet();
                next += between.toNanos();
                LockSupport.parkNanos(next - System.nanoTime());
            }
            return null;
        });
    }

    static String messageId(int number) {
        return "<mail-" + number + "@sandbox.test>";
    }

    /** The number in a Message-ID, with or without angle brackets. */
    static int number(String messageId) {
        return Integer.parseInt(messageId.replaceAll("[^0-9]", ""));
    }

    private void send(int number) throws MessagingException {
        List<String> references = new ArrayList<>();
        for (int earlier = number % THREADS; earlier < number; earlier += THREADS) {
            references.add(messageId(earlier));
        }
        // As a mail program does: the first and the latest, not the whole of a long thread.
        List<String> named =
                references.size() <= 3 ? references : List.of(references.get(0), references.get(references.size() - 1));
        owner.send(
                Post.AGENT,
                messageId(number),
                "Quinces " + number % THREADS,
                "How many kilos did quince tree number " + number % THREADS + " give?",
                named);
    }

    /** When a mail was handed over. */
    Instant at(int number) {
        return moments.get(number);
    }

    /** Mails handed over so far. */
    int sent() {
        return sent.get();
    }

    /** Sends no more. Returns how many were sent. */
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
}

package org.dharmic.benchmarks.mime;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Reads one mail in a virtual machine of its own, whose small heap is the limit: a mail that needs more ends it. Prints the
 * processor time and how far the heap grew over what the machine itself and honest mails need.
 */
public final class BombRun {

    private static final int HONEST = 200;

    private final AtomicLong largest = new AtomicLong();
    private final AtomicLong collections = new AtomicLong();

    private BombRun() {}

    /** Folder for files, then the mail; without one only the heap before it is told. */
    public static void main(String[] args) throws Exception {
        new BombRun().run(Path.of(args[0]), args.length > 1 ? Path.of(args[1]) : null);
    }

    private void run(Path folder, Path mail) throws Exception {
        Reader reader = new Reader(folder);
        honest(reader, folder);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((note, handback) -> collected(note.getUserData()), null, null);
        }
        long before = live();
        if (mail == null) {
            System.out.println(before);
            return;
        }
        largest.set(before);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        String end = reader.read(mail);
        long cpu = threads.getCurrentThreadCpuTime() - start;
        live();
        System.out.printf("%d %d %s%n", cpu, Math.max(0, largest.get() - before), end);
    }

    /** What a room that has worked for a while has loaded and compiled. */
    private static void honest(Reader reader, Path folder) throws IOException {
        Path letter = folder.resolve("letter");
        Files.writeString(
                letter,
                "From: a@b.example\r\nSubject: =?utf-8?q?Quinces?=\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
                        + "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n"
                        + "<html><body><p style='color:#333'>When do <b>quinces</b> ripen?</p>".repeat(20)
                        + "<blockquote>In October.</blockquote></body></html>\r\n--a--\r\n--m\r\n"
                        + "Content-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + "YSxiCg==\r\n".repeat(100) + "--m--\r\n",
                StandardCharsets.UTF_8);
        for (int i = 0; i < HONEST; i++) {
            reader.read(letter);
        }
    }

    private void collected(Object data) {
        GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from((CompositeData) data);
        long used = info.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> !pool.getKey().matches("(?i).*(metaspace|code).*|.*Class Space.*"))
                .map(Map.Entry::getValue)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        largest.accumulateAndGet(used, Math::max);
        collections.incrementAndGet();
    }

    /** Collects, and waits until the news of it have come: they do so on a thread of their own. */
    private long live() throws InterruptedException {
        long seen = collections.get();
        System.gc();
        long deadline = System.nanoTime() + 2_000_000_000L;
        while (collections.get() == seen && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

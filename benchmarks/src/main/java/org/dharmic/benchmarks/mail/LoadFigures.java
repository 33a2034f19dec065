package org.dharmic.benchmarks.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.dharmic.itests.post.BareImap;
import org.dharmic.itests.post.BareSmtp;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.support.Percentiles;
import org.dharmic.itests.support.Waiting;
import org.dharmic.itests.support.kill.Life;
import org.dharmic.itests.support.kill.Plan;

/** How much mail the platform can answer, and how fast at a steady pace. */
final class LoadFigures {

    private static final int BURST = 10;
    private static final int ROUNDS = 3;
    private static final Duration THINKING = Duration.ofSeconds(2);
    /** Bytes. */
    private static final double MEGABYTE = 1024 * 1024;

    /** The way of a mail, as far as the sender waits for it. */
    private static final List<String> STAGES = List.of("INGESTED", "ADMITTED", "ANSWERED", "READY", "SENDING", "SENT");

    private final Correspondence correspondence;

    LoadFigures(Correspondence correspondence) {
        this.correspondence = correspondence;
    }

    /**
     * Mails a second: what a client gets accepted that does nothing else, over one connection; and what the platform
     * answers of these very mails, from taking the first one in to the last reply's acceptance. {@code sustained} leaves
     * out the first quarter, in which the platform's code is still being compiled; {@code stages_per_s} says the same of
     * each stage, so that the first one that is slower than the one before it shows what all wait for.
     */
    Map<String, Object> rate(int mails) throws Exception {
        MailHost host = correspondence.host();
        try (Life first = correspondence.connected(correspondence.plan())) {
            first.stop(); // from here on mails are new
        }
        int number = correspondence.next();
        double accepted;
        try (BareSmtp smtp = host.smtp(host.owner())) {
            long start = System.nanoTime();
            for (int i = 0; i < mails; i++) {
                correspondence.write(smtp);
            }
            accepted = mails / ((System.nanoTime() - start) / 1e9);
        }
        awaitDelivery(mails);
        try (Life life = correspondence.begin(correspondence.plan())) {
            Duration cpuBefore = cpu(life);
            correspondence.awaitDone(life);
            Duration cpu = cpu(life).minus(cpuBefore);
            List<Life.Item> items = Correspondence.since(life, number);
            long begun = earliest(items, "INGESTED");
            double rate = mails * 1_000.0 / (latest(items, "SENT") - begun);
            double sustained = sustained(items, "SENT");
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("mails", mails);
            figures.put("bare_smtp_per_s", Correspondence.rounded(accepted, 1));
            figures.put("answered_per_s", Correspondence.rounded(rate, 1));
            figures.put("sustained_per_s", Correspondence.rounded(sustained, 1));
            figures.put("sustained_to_bare", Correspondence.rounded(sustained / accepted, 2));
            Map<String, Object> stages = new LinkedHashMap<>();
            STAGES.forEach(stage -> stages.put(stage, Correspondence.rounded(sustained(items, stage), 1)));
            figures.put("stages_per_s", stages);
            figures.put("cpu_ms_per_mail", Correspondence.rounded(cpu.toMillis() / (double) mails, 1));
            return figures;
        }
    }

    /** Mails a second that come to a stage, without the first quarter of them. */
    private static double sustained(List<Life.Item> items, String stage) {
        List<Long> reached =
                items.stream().map(item -> item.at().get(stage)).sorted().toList();
        int quarter = reached.size() / 4;
        return (reached.size() - quarter) * 1_000.0 / (reached.get(reached.size() - 1) - reached.get(quarter - 1));
    }

    /** Of the whole process since its start. */
    private static Duration cpu(Life life) {
        return ProcessHandle.of(life.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    /** Of one reply, from before the first byte to after the server's confirmation; the median. */
    private static double handingOver(List<Life.Item> items) {
        return Percentiles.of(items.stream()
                        .map(item -> item.at().get("SENT") - item.at().get("SENDING"))
                        .toList())
                .p50();
    }

    private void awaitDelivery(int mails) throws Exception {
        MailHost host = correspondence.host();
        try (BareImap mailbox = host.imap(host.agent())) {
            Waiting.until(
                    Correspondence.SETTLE,
                    () -> "the delivery of " + mails + " mails",
                    () -> mailbox.select(PostOffice.INBOX) >= mails);
        }
    }

    /** Milliseconds from INGESTED to SENT at a steady pace. */
    Map<String, Object> latency(int perSecond, int seconds) throws Exception {
        MailHost host = correspondence.host();
        try (Life life = correspondence.connected(correspondence.plan());
                BareSmtp smtp = host.smtp(host.owner())) {
            int warmUp = 10 * perSecond;
            int number = correspondence.next() + warmUp;
            long next = System.nanoTime();
            for (int i = 0; i < warmUp + perSecond * seconds; i++) {
                LockSupport.parkNanos(next - System.nanoTime());
                next += 1_000_000_000L / perSecond;
                correspondence.write(smtp);
            }
            correspondence.awaitDone(life);
            List<Life.Item> items = Correspondence.since(life, number);
            Percentiles millis = Percentiles.of(
                    items.stream().map(Correspondence::platformMillis).toList());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("per_s", perSecond);
            figures.put("mails", millis.count());
            figures.put("p50_ms", millis.p50());
            figures.put("p99_ms", millis.p99());
            figures.put("max_ms", millis.max());
            figures.put("handing_over_ms", handingOver(items));
            return figures;
        }
    }

    /**
     * Ten mails at once, each of which is thought about for two seconds: seconds until the last reply is out, from handing
     * the first mail to the server and from taking it in, and memory.
     */
    Map<String, Object> atOnce() throws Exception {
        Plan plan =
                correspondence.plan().with("org.dharmic.agent.core", Map.of("concurrency", Integer.toString(BURST)));
        MailHost host = correspondence.host();
        List<Double> seconds = new ArrayList<>();
        List<Double> platform = new ArrayList<>();
        Map<String, Object> figures = new LinkedHashMap<>();
        try (Life life = correspondence.connected(plan);
                BareSmtp smtp = host.smtp(host.owner())) {
            correspondence.write(smtp);
            correspondence.awaitDone(life);
            life.ask("thinking " + THINKING.toMillis());
            figures.put("heap_before_mb", megabytes(life.ask("heap")));
            figures.put("rss_before_mb", Correspondence.residentMegabytes(life, "VmRSS"));
            life.ask("forget-peak");
            forgetPeak(life);
            for (int round = 0; round < ROUNDS; round++) {
                int number = correspondence.next();
                long start = System.currentTimeMillis();
                for (int i = 0; i < BURST; i++) {
                    correspondence.write(smtp);
                }
                correspondence.awaitDone(life);
                List<Life.Item> items = Correspondence.since(life, number);
                long last = latest(items, "SENT");
                seconds.add((last - start) / 1_000.0);
                platform.add((last - earliest(items, "INGESTED")) / 1_000.0);
            }
            figures.put("heap_peak_mb", megabytes(life.ask("peak")));
            figures.put("rss_peak_mb", Correspondence.residentMegabytes(life, "VmHWM"));
            figures.put("heap_after_mb", megabytes(life.ask("heap")));
            figures.put("rss_after_mb", Correspondence.residentMegabytes(life, "VmRSS"));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("mails", BURST);
        all.put("concurrency", BURST);
        all.put("executor_s", THINKING.toSeconds());
        all.put("seconds", seconds);
        all.put("platform_seconds", platform);
        all.putAll(figures);
        return all;
    }

    private static long earliest(List<Life.Item> items, String stage) {
        return items.stream().mapToLong(item -> item.at().get(stage)).min().orElseThrow();
    }

    private static long latest(List<Life.Item> items, String stage) {
        return items.stream().mapToLong(item -> item.at().get(stage)).max().orElseThrow();
    }

    private static double megabytes(String bytes) {
        return Correspondence.rounded(Long.parseLong(bytes) / MEGABYTE, 1);
    }

    /** The kernel's mark of the highest resident memory so far. */
    private static void forgetPeak(Life life) throws IOException {
        Path clear = Path.of("/proc", Long.toString(life.pid()), "clear_refs");
        if (Files.isWritable(clear)) {
            Files.writeString(clear, "5");
        }
    }
}

package org.dharmic.benchmarks.mail;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dharmic.benchmarks.Arguments;
import org.dharmic.benchmarks.Benchmark;
import org.dharmic.benchmarks.Subject;

/** Mail in, reply out, as far as the platform and its way to the server are concerned. */
public final class MailBenchmark implements Benchmark {

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public String description() {
        return "mail in, reply out: [--only demo,looks,notice,idle,rate,latency,burst] [--count 200] [--rate 5] (the demo)"
                + " [--mails 3000] [--idle-seconds 60] [--keepalive-seconds 5] " + MailHost.USAGE;
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        Set<String> only = Set.of(Arguments.text(arguments, "--only")
                .orElse("demo,looks,notice,idle,rate,latency,burst")
                .split(","));
        Map<String, Object> line = new LinkedHashMap<>();
        if (only.contains("demo") && Arguments.text(arguments, "--imap").isEmpty()) {
            line.put(
                    "demo",
                    DemoRun.figures(
                            Arguments.number(arguments, "--count", 200), Arguments.number(arguments, "--rate", 5)));
        }
        Path folder = Files.createTempDirectory("dharmic-mail");
        try (MailHost host = MailHost.of(arguments)) {
            line.put("server", host.name());
            Map<String, Callable<Map<String, Object>>> parts = parts(arguments, host, folder);
            for (Map.Entry<String, Callable<Map<String, Object>>> part : parts.entrySet()) {
                if (only.contains(part.getKey())) {
                    host.clear();
                    Map<String, Object> figures = new LinkedHashMap<>();
                    figures.put("load", load());
                    figures.putAll(part.getValue().call());
                    System.err.println(part.getKey() + " " + figures);
                    line.put(part.getKey(), figures);
                }
            }
        }
        Subject.deleteTree(folder);
        return line;
    }

    /** How busy the machine was before; beyond a small part of its processors times are worth nothing. */
    private static double load() {
        return Correspondence.rounded(
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), 2);
    }

    private static Map<String, Callable<Map<String, Object>>> parts(
            List<String> arguments, MailHost host, Path folder) {
        Map<String, Callable<Map<String, Object>>> parts = new LinkedHashMap<>();
        parts.put("looks", () -> connections(host, folder, "looks").looks());
        parts.put("notice", () -> connections(host, folder, "notice").notice());
        parts.put("idle", () -> connections(host, folder, "idle")
                .idle(
                        Arguments.number(arguments, "--idle-seconds", 60),
                        Arguments.number(arguments, "--keepalive-seconds", 5)));
        parts.put("rate", () -> load(host, folder, "rate").rate(Arguments.number(arguments, "--mails", 3_000)));
        parts.put("latency", () -> load(host, folder, "latency").latency(20, 30));
        parts.put("burst", () -> load(host, folder, "burst").atOnce());
        return parts;
    }

    /** Each part begins with a platform that knows nothing. */
    private static Correspondence correspondence(MailHost host, Path folder, String part) throws Exception {
        return new Correspondence(host, Files.createDirectory(folder.resolve(part)));
    }

    private static ConnectionFigures connections(MailHost host, Path folder, String part) throws Exception {
        return new ConnectionFigures(correspondence(host, folder, part));
    }

    private static LoadFigures load(MailHost host, Path folder, String part) throws Exception {
        return new LoadFigures(correspondence(host, folder, part));
    }
}

package org.dharmic.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.benchmarks.mail.MailBenchmark;
import org.dharmic.benchmarks.mime.MimeBenchmark;
import org.dharmic.benchmarks.vault.RelevanceBenchmark;
import org.dharmic.benchmarks.vault.VaultBenchmark;

/** {@code ./dharmic bench --list} and {@code ./dharmic bench NAME [arguments]}. */
public final class Main {

    private static final List<Benchmark> ALL = List.of(
            new StartBenchmark(),
            new ActivationBenchmark(),
            new MailBenchmark(),
            new KillBenchmark(),
            new MimeBenchmark(),
            new MemoryBenchmark(),
            new VaultBenchmark(),
            new RelevanceBenchmark(),
            new SwapBenchmark());

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length == 0 || args[0].equals("--list")) {
            ALL.forEach(each -> System.out.printf("%-11s %s%n", each.name(), each.description()));
            return;
        }
        for (Benchmark benchmark : ALL) {
            if (benchmark.name().equals(args[0])) {
                List<String> arguments = List.of(args).subList(1, args.length);
                if (arguments.contains("--help")) {
                    System.out.println(benchmark.name() + ": " + benchmark.description());
                    return;
                }
                refuseUnknown(benchmark, arguments);
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("bench", benchmark.name());
                line.putAll(benchmark.run(arguments));
                line.putAll(Machine.describe());
                System.out.println(Json.write(line));
                return;
            }
        }
        System.err.println("dharmic: there is no benchmark " + args[0] + "; ./dharmic bench --list");
        System.exit(2);
    }

    /** A measurement takes minutes: better none than one of something else. The description names every option. */
    private static void refuseUnknown(Benchmark benchmark, List<String> arguments) {
        List<String> known = List.of(benchmark.description().split("[^A-Za-z0-9-]+"));
        for (String argument : arguments) {
            if (argument.startsWith("--") && !known.contains(argument)) {
                System.err.println("dharmic: bench " + benchmark.name() + " knows no " + argument + "; it takes: "
                        + benchmark.description());
                System.exit(2);
            }
        }
    }
}

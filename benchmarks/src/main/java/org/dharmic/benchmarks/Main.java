package org.dharmic.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.benchmarks.mail.MailBenchmark;
import org.dharmic.benchmarks.vault.RelevanceBenchmark;
import org.dharmic.benchmarks.vault.VaultBenchmark;

/** {@code ./dharmic bench --list} and {@code ./dharmic bench NAME [arguments]}. */
public final class Main {

    private static final List<Benchmark> ALL = List.of(
            new StartBenchmark(),
            new ActivationBenchmark(),
            new MailBenchmark(),
            new KillBenchmark(),
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
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("bench", benchmark.name());
                line.putAll(benchmark.run(List.of(args).subList(1, args.length)));
                line.putAll(Machine.describe());
                System.out.println(Json.write(line));
                return;
            }
        }
        System.err.println("dharmic: there is no benchmark " + args[0] + "; ./dharmic bench --list");
        System.exit(2);
    }
}

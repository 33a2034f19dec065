package org.dharmic.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the container holds resident a minute after its start. */
final class MemoryBenchmark implements Benchmark {

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String description() {
        return "resident and anonymous memory some time after a warm start with the sample vault, in MB: [--after 60] (seconds)";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        int after = Arguments.number(arguments, "--after", 60);
        Path checkout = Path.of(System.getProperty("dharmic.checkout"));
        Path scratch = Files.createTempDirectory("dharmic-bench-");
        try {
            Subject ours = Subject.ours(checkout, scratch.resolve("ours"));
            ours.configure(
                    "org.dharmic.vault.lucene",
                    "vault.folder = " + checkout.resolve("bundles/sandbox/src/main/resources/sample/vault"));
            ours.start().close();
            try (Subject.Running running = ours.start()) {
                TimeUnit.SECONDS.sleep(after);
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("after_s", after);
                result.put("rss_mb", running.megabytes("VmRSS"));
                result.put("rss_anon_mb", running.megabytes("RssAnon"));
                return result;
            }
        } finally {
            Subject.deleteTree(scratch);
        }
    }
}

package org.dharmic.benchmarks.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dharmic.benchmarks.Json;

/**
 * Mail in, reply out, in a demo container: its own IMAP and SMTP server, the sample vault, the executor without a model.
 * The platform's time is the journal's, from INGESTED to SENT; the user's is from handing the mail to SMTP to seeing the
 * reply over IMAP.
 */
final class DemoRun {

    private static final int WARM_UP = 60;

    private DemoRun() {}

    static Map<String, Object> figures(int count, int rate) throws IOException, InterruptedException {
        String script = "sandbox:load --json --count " + WARM_UP + " --rate " + rate + "\n"
                + "sandbox:load --json --count " + count + " --rate " + rate;
        String dharmic =
                Path.of(System.getProperty("dharmic.checkout"), "dharmic").toString();
        Process demo = new ProcessBuilder(dharmic, "demo", "--exit", "--run", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        demo.getOutputStream().close();
        String last = null;
        try (BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    last = line;
                }
            }
        }
        int code = demo.waitFor();
        if (code != 0 || last == null) {
            throw new IOException("The demo ended with " + code + " and without a balance");
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("warm_up", WARM_UP);
        figures.put("rate_per_s", rate);
        figures.putAll(Json.numbers(last));
        return figures;
    }
}

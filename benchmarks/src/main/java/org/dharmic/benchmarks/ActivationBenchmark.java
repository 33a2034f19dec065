package org.dharmic.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What our components' own code costs a cold start: a sampling profiler looks at the thread that starts the bundles, and
 * the share of samples with a frame of ours, times the time the start took, is the sum of the activations. The time for
 * which our bundles held that thread up, class loading of others and Declarative Services' own work included, is the upper
 * bound beside it.
 */
final class ActivationBenchmark implements Benchmark {

    private static final Set<String> SAMPLES = Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final String STARTER = "FelixStartLevel";
    private static final String PROFILE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">1 ms</setting></event>
              <event name="jdk.NativeMethodSample"><setting name="enabled">true</setting><setting name="period">1 ms</setting></event>
            </configuration>
            """;

    @Override
    public String name() {
        return "activation";
    }

    @Override
    public String description() {
        return "what our components' activations cost a cold start in sum, in ms, by sampling: [--starts 10]";
    }

    @Override
    public Map<String, Object> run(List<String> arguments) throws Exception {
        int starts = Arguments.number(arguments, "--starts", 10);
        Path scratch = Files.createTempDirectory("dharmic-bench-");
        int all = 0;
        int ours = 0;
        Map<String, Integer> perRoom = new TreeMap<>();
        List<Double> bundles = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        try {
            Path profile = Files.writeString(scratch.resolve("profile.jfc"), PROFILE);
            Path recording = scratch.resolve("start.jfr");
            Subject subject = Subject.ours(Path.of(System.getProperty("dharmic.checkout")), scratch.resolve("ours"));
            subject.start().close();
            subject.javaOptions(
                    "-XX:StartFlightRecording=settings=" + profile + ",dumponexit=true,filename=" + recording);
            for (int start = 0; start < starts; start++) {
                subject.forgetCache();
                try (Subject.Running running = subject.start()) {
                    bundles.add(subject.bootFigure("bundles_ms").doubleValue());
                    own.add(subject.bootFigure("ours_ms").doubleValue());
                }
                for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
                    if (isOfTheStarter(event)) {
                        all++;
                        String room = room(event);
                        if (room != null) {
                            ours++;
                            perRoom.merge(room, 1, Integer::sum);
                        }
                    }
                }
                Files.delete(recording);
            }
        } finally {
            Subject.deleteTree(scratch);
        }
        if (all == 0) {
            throw new IOException("The profiler saw nothing of thread " + STARTER);
        }
        double msPerSample = bundles.stream().mapToDouble(Double::doubleValue).sum() / all;
        Map<String, Object> rooms = new LinkedHashMap<>();
        perRoom.forEach((room, samples) -> rooms.put(room, tenth(samples * msPerSample / starts)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("starts", starts);
        result.put("samples", all);
        result.put("activations_ms", tenth(ours * msPerSample / starts));
        result.put("bundles_ms_median", StartBenchmark.median(own));
        result.put("rooms_ms", rooms);
        return result;
    }

    private static boolean isOfTheStarter(RecordedEvent event) {
        return SAMPLES.contains(event.getEventType().getName())
                && event.getStackTrace() != null
                && event.getThread("sampledThread") != null
                && STARTER.equals(event.getThread("sampledThread").getJavaName());
    }

    /** The room whose code was entered first; null when none was. */
    private static String room(RecordedEvent event) {
        String room = null;
        for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("org.dharmic.") && !type.startsWith("org.dharmic.launcher.")) {
                room = type.substring("org.dharmic.".length(), type.lastIndexOf('.'));
            }
        }
        return room;
    }

    private static double tenth(double value) {
        return Math.round(value * 10) / 10.0;
    }
}

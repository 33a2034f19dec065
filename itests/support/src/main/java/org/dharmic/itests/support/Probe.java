package org.dharmic.itests.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is seen from inside an instance, by a bundle that is put there for it and never shipped. */
public final class Probe {

    private static final String ARTIFACT = "itests-probe";
    private static final String VERSION = "0.1.0";
    /** After every room. */
    private static final int LEVEL = 85;

    private final Instance instance;

    private Probe(Instance instance) {
        this.instance = instance;
    }

    /** Before the instance's first start. */
    public static Probe in(Instance instance) throws IOException {
        try (InputStream jar = Probe.class.getResourceAsStream("probe.jar")) {
            if (jar == null) {
                throw new FileNotFoundException("probe.jar comes into this jar when it is packaged");
            }
            instance.add(ARTIFACT, VERSION, LEVEL, jar.readAllBytes());
        }
        return new Probe(instance);
    }

    // ---- bundles

    /**
     * What tells that a bundle was touched.
     *
     * @param wiring another number after each refresh and update
     * @param starts since the probe is there
     */
    public record Footprint(
            String name, String version, int state, String location, long wiring, int revisions, int starts) {}

    /** Of every bundle, by its id. */
    public Map<Long, Footprint> footprints() throws IOException, InterruptedException {
        Map<Long, Footprint> footprints = new TreeMap<>();
        for (JsonNode bundle : instance.lines("probe:bundles")) {
            footprints.put(
                    bundle.get("id").asLong(),
                    new Footprint(
                            bundle.get("name").asText(),
                            bundle.get("version").asText(),
                            bundle.get("state").asInt(),
                            bundle.get("location").asText(),
                            bundle.get("wiring").asLong(),
                            bundle.get("revisions").asInt(),
                            bundle.get("starts").asInt()));
        }
        return footprints;
    }

    // ---- pauses

    /** Begins to call the room's service every millisecond. */
    public void watch(Room room) throws IOException, InterruptedException {
        instance.tell("probe:watch " + room.symbolicName());
    }

    /**
     * What the calls saw.
     *
     * @param answers whether the room answers now
     * @param millis from the last success on a revision to the first on the next, for each two that followed each other
     * @param report all of it
     */
    public record Pauses(boolean answers, List<Double> millis, JsonNode report) {}

    /** Ends the watch. */
    public Pauses pauses() throws IOException, InterruptedException {
        JsonNode report = instance.lines("probe:pauses").get(0);
        List<Double> millis = new ArrayList<>();
        report.get("pauses_ms").forEach(pause -> millis.add(pause.asDouble()));
        return new Pauses(report.get("answers").asBoolean(), List.copyOf(millis), report);
    }

    // ---- searches

    public void search(int perSecond) throws IOException, InterruptedException {
        instance.tell("probe:search --rate " + perSecond);
    }

    /** Ends the searches. */
    public JsonNode searched() throws IOException, InterruptedException {
        return instance.lines("probe:searched").get(0);
    }

    // ---- mail

    /** Of the newest mails, by their numbers; not of those that are not sent. Asks the journal for a while. */
    public Map<Integer, Story> stories(int newest) throws IOException, InterruptedException {
        Map<Integer, Story> stories = new HashMap<>();
        for (JsonNode item : instance.lines("probe:items --limit " + newest)) {
            Map<String, Long> at = new HashMap<>();
            item.get("at")
                    .properties()
                    .forEach(stage -> at.put(stage.getKey(), stage.getValue().asLong()));
            String message = item.get("message").asText();
            if (Story.isWhole(at) && !message.isEmpty()) {
                int number = MailFeed.number(message);
                stories.put(number, new Story(number, at));
            }
        }
        return stories;
    }
}

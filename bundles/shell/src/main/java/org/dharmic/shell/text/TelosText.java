package org.dharmic.shell.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.telos.Development;
import org.dharmic.telos.Orientation;

/** What telos answers, in words. Each method is a pure function of its arguments. */
public final class TelosText {

    private TelosText() {}

    public static String telos(Orientation orientation) {
        List<String> parts = new ArrayList<>();
        parts.add("Ultimate aim (never changes)\n" + Words.indented(orientation.ultimateAim())
                + (orientation.ultimateDescription().isBlank()
                        ? ""
                        : "\n" + Words.indented(orientation.ultimateDescription())));
        parts.add("Proximate aims"
                + (orientation.updated().isBlank() ? "" : ", updated " + Words.line(orientation.updated()))
                + (orientation.reasonForUpdate().isBlank() ? "" : ": " + Words.line(orientation.reasonForUpdate()))
                + "\n"
                + bullets(orientation.proximateAims()));
        if (!orientation.attractors().isEmpty()) {
            parts.add("Attractors\n"
                    + bullets(orientation.attractors().entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                            .toList()));
        }
        return String.join("\n\n", parts);
    }

    private static String bullets(List<String> lines) {
        return String.join(
                "\n", lines.stream().map(line -> "  - " + Words.line(line)).toList());
    }

    public static Map<String, Object> telosJson(Orientation orientation, Optional<String> problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ultimate_aim", orientation.ultimateAim());
        json.put("ultimate_description", orientation.ultimateDescription());
        json.put("proximate_aims", orientation.proximateAims());
        json.put("updated", orientation.updated());
        json.put("reason_for_update", orientation.reasonForUpdate());
        json.put("attractors", orientation.attractors());
        json.put("problem", problem);
        return json;
    }

    public static Sheet history(List<Development> history) {
        Sheet.Builder sheet = Sheet.of("at", "previous", "now", "reason");
        history.forEach(change ->
                sheet.row(Words.blankIsNone(change.timestamp()), change.previous(), change.now(), change.reason()));
        return sheet.build();
    }
}

package org.dharmic.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person needs to know from status.json or boot.json: what is not as it should be, and which file to edit. */
final class StatusText {

    private StatusText() {}

    static List<String> lines(Map<String, Object> content) {
        List<String> lines = new ArrayList<>();
        if (content.get("missing") instanceof List<?> missing) {
            missing.forEach(entry -> lines.add("  not running: " + entry));
        }
        if (content.get("details") instanceof Map<?, ?> details && details.get("checks") instanceof List<?> checks) {
            for (Object check : checks) {
                if (check instanceof Map<?, ?> entry && !"OK".equals(entry.get("status"))) {
                    lines.add("  " + entry.get("status") + "  " + entry.get("name") + ": " + entry.get("message"));
                }
            }
        }
        return lines;
    }
}

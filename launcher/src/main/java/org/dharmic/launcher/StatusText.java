package org.dharmic.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person needs to know from status.json or boot.json: what is not as it should be, and which file to edit. */
final class StatusText {

    private StatusText() {}

    static List<String> lines(Map<String, Object> content) {
        List<String> lines = missing(content);
        if (content.get("details") instanceof Map<?, ?> details && details.get("checks") instanceof List<?> checks) {
            lines.addAll(checks(checks, "name"));
        }
        return lines;
    }

    /** As {@link #lines(Map)}, with what a look has just found. */
    static List<String> lines(Map<String, Object> content, List<Map<String, Object>> found) {
        List<String> lines = missing(content);
        lines.addAll(checks(found, "check"));
        return lines;
    }

    private static List<String> missing(Map<String, Object> content) {
        List<String> lines = new ArrayList<>();
        if (content.get("missing") instanceof List<?> missing) {
            missing.forEach(entry -> lines.add("  not running: " + entry));
        }
        return lines;
    }

    private static List<String> checks(List<?> checks, String name) {
        List<String> lines = new ArrayList<>();
        for (Object check : checks) {
            if (check instanceof Map<?, ?> entry && !"OK".equals(entry.get("status"))) {
                lines.add("  " + entry.get("status") + "  " + entry.get(name) + ": " + entry.get("message"));
            }
        }
        return lines;
    }
}

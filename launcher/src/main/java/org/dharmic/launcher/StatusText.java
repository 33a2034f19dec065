package org.dharmic.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person needs to know from status.json or boot.json. */
final class StatusText {

    private StatusText() {}

    static List<String> lines(Map<String, Object> content) {
        List<String> lines = new ArrayList<>();
        if (content.get("missing") instanceof List<?> missing) {
            missing.forEach(entry -> lines.add("  missing: " + entry));
        }
        return lines;
    }
}

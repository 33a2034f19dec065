package org.dharmic.swap.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.launcher.instance.Json;
import org.dharmic.swap.Overview;

/** The overview for scripts. */
final class OverviewJson {

    private OverviewJson() {}

    static String write(Overview overview) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "bundles", overview.bundles().stream().map(OverviewJson::row).toList());
        document.put("differences", List.copyOf(overview.differences()));
        return Json.write(document);
    }

    private static Map<String, Object> row(Overview.Row row) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("bundle", row.symbolicName());
        plain.put("version", row.version());
        plain.put("state", row.state());
        plain.put("listed", row.listed().isEmpty() ? null : row.listed());
        plain.put("since", row.since().isEmpty() ? null : row.since());
        return plain;
    }
}

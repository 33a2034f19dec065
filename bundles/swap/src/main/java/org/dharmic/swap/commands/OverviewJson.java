package org.dharmic.swap.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.swap.Overview;

/** The overview for scripts. */
final class OverviewJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private OverviewJson() {}

    static String write(Overview overview) throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "bundles", overview.bundles().stream().map(OverviewJson::row).toList());
        document.put("differences", List.copyOf(overview.differences()));
        return MAPPER.writeValueAsString(document);
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

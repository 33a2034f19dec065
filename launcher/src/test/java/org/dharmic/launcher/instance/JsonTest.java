package org.dharmic.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void whatIsWrittenIsReadBack() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("pid", 42L);
        value.put("ms", 1.5);
        value.put("text", "a \"quoted\" line\nand \\ more");
        value.put("list", List.of(true, List.of(), Map.of()));
        value.put("none", null);

        assertThat(Json.object(Json.write(value))).contains(value);
    }

    @Test
    void everyEscapeIsRead() {
        assertThat(Json.object(" {\"a\" : \"\\u00e9\\t\\/\\b\\f\\r\" } ")).contains(Map.of("a", "é\t/\b\f\r"));
    }

    @Test
    void halfAFileIsNothing() {
        for (String text : List.of("", "{", "{\"a\":", "{\"a\":1", "[1]", "{\"a\":1} x", "{\"a\":tru}", "{\"a\" 1}")) {
            assertThat(Json.object(text)).as(text).isEmpty();
        }
        assertThat(Json.object("[".repeat(10_000))).isEmpty();
    }
}

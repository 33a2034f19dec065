package org.dharmic.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.felix.fileinstall.shaded.util.properties.TypedProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CfgFileTest {

    private static final String FILE = """
            # The room.

            # Size, 1 to 9. Default 3.
            #size = 3

            name = a \\
                long one
            last : x\\u0041
            """;

    @Test
    void aSetLineStandsBelowItsCommentAndTheRestStays() throws IOException {
        CfgFile changed =
                CfgFile.parse(FILE).with("size", "5").with("name", "short").with("new.key", "v");
        assertThat(changed.text()).isEqualTo("""
                # The room.

                # Size, 1 to 9. Default 3.
                #size = 3
                size = 5

                name = short
                last : x\\u0041
                new.key = v
                """);
        assertThat(asTheContainerReads(changed))
                .isEqualTo(Map.of("size", "5", "name", "short", "last", "xA", "new.key", "v"));
        assertThat(changed.without("size").without("name").without("new.key").text())
                .isEqualTo(FILE.replace("name = a \\\n    long one\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "  leading and trailing  ",
                "C:\\temp\\new",
                "a=b:c d",
                "#no comment",
                "! nor this",
                "back\\",
                "two\nlines",
                "tab\there",
                "Grüße, 木, 🌱",
                "\"quoted\"",
                "[a,b]",
                "(x=y)",
                "{1}",
                "I\"5\"",
                "T[a]",
                " [b] ",
                "$",
                "a$b{c}",
                "\\$\\{x\\}",
                "it's",
                "\\\\server\\share",
                "a\\\\\\b\\\\{",
                "\u00a0nbsp\u00a0",
                "\u0000\f\b"
            })
    void whatIsWrittenIsReadBackByTheContainer(String value) throws IOException {
        for (String before : List.of("", FILE, "key = old\n", "other = \"typed\"\n")) {
            CfgFile changed = CfgFile.parse(before).with("key", value);
            assertThat(asTheContainerReads(changed)).as(changed.text()).containsEntry("key", value);
            assertThat(changed.values()).as(changed.text()).containsEntry("key", value);
        }
    }

    @Test
    void anyFileIsReadAsTheContainerReadsIt() throws IOException {
        Random random = new Random(20261122);
        String alphabet = "ab.=: \t\\\n#!u0041\"[]{}$ü'";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder("first = 1\n");
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String file = text + "\n";
            CfgFile read = CfgFile.parse(file);
            List<String> keys = new ArrayList<>(read.values().keySet());
            // Placeholders are another matter, and a broken \\u has the container refuse or mend the file.
            if (file.contains("${")
                    || read.isTyped()
                    || file.replace("\\u0041", "").contains("\\u")) {
                continue;
            }
            assertThat(read.values()).as(file + keys).isEqualTo(asTheContainerReads(file));
        }
    }

    private static Map<String, Object> asTheContainerReads(CfgFile file) throws IOException {
        return asTheContainerReads(file.text());
    }

    private static Map<String, Object> asTheContainerReads(String text) throws IOException {
        TypedProperties properties = new TypedProperties();
        properties.load(new StringReader(text));
        return Map.copyOf(properties);
    }
}

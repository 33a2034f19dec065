package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.launcher.config.Catalogue;
import org.dharmic.launcher.config.ReferencePage;
import org.dharmic.launcher.metatype.Attribute;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is said about configuration in the bundles, in {@code etc/} and in {@code docs/} is one and the same. */
class ConfigurationPageTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.folder", "../.."));
    private static final Path PAGE = CHECKOUT.resolve("docs/configuration.md");
    private static final Pattern KEY = Pattern.compile("(?m)^#?([a-z][a-z0-9]*(?:\\.[a-z0-9]+)*) ?= ?(.*)$");

    private static Catalogue catalogue;

    @BeforeAll
    static void read() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String name : FelixRun.names(name -> true)) {
            jars.add(FelixRun.jar(name));
        }
        catalogue = Catalogue.of(jars);
        assertThat(catalogue.entries()).hasSizeGreaterThan(12);
    }

    @Test
    void thePageIsWhatTheBundlesSay() throws IOException {
        String page = ReferencePage.of(catalogue);
        if (Boolean.getBoolean("configuration.page.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("docs/configuration.md is written by: mvn verify -pl itests/framework -am"
                        + " -Dit.test=ConfigurationPageTest -Dfailsafe.failIfNoSpecifiedTests=false"
                        + " -Dconfiguration.page.write=true")
                .content()
                .isEqualTo(page);
    }

    @Test
    void everyKeySaysWhatItMeansAndItsRange() {
        catalogue
                .entries()
                .forEach(entry -> entry.schema().attributes().values().forEach(attribute -> {
                    String what = entry.pid() + " " + attribute.key();
                    assertThat(attribute.description()).as(what).isNotBlank();
                    if (attribute.isNumber()) {
                        assertThat(attribute.min()).as(what + ": least").isNotNull();
                        assertThat(attribute.max()).as(what + ": greatest").isNotNull();
                        assertThat(attribute.description())
                                .as(what)
                                .contains(plain(attribute.min()), " to " + plain(attribute.max()));
                    }
                    if (attribute
                                    .description()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .contains("restart")
                            || attribute.description().contains("started again")) {
                        assertThat(attribute.description()).as(what).endsWith(Attribute.RESTART);
                    }
                }));
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    @Test
    void theShippedFilesHoldEveryKeyWithItsDefault() throws IOException {
        for (Catalogue.Entry entry : catalogue.entries()) {
            Path file = CHECKOUT.resolve("etc/" + entry.pid() + (entry.factory() ? ".cfg.example" : ".cfg"));
            if (entry.pid().equals("org.dharmic.sandbox")) {
                assertThat(file).as("for the demo alone").doesNotExist();
                continue;
            }
            Map<String, String> shown = keys(Files.readString(file));
            assertThat(shown.keySet())
                    .as("keys in " + file)
                    .containsExactlyInAnyOrderElementsOf(
                            entry.schema().attributes().keySet());
            entry.schema().attributes().values().forEach(attribute -> {
                // Where the default is empty an example may stand.
                if (!attribute.defaultText().isEmpty()) {
                    assertThat(shown).as(file + ": default").containsEntry(attribute.key(), shownAs(attribute));
                }
                assertThat(aboveKey(file, attribute.key()).contains("Takes effect at a restart"))
                        .as(file + " says that " + attribute.key() + " waits for a restart")
                        .isEqualTo(!attribute.isLive());
            });
        }
    }

    private static String shownAs(Attribute attribute) {
        return attribute.type() == Attribute.Type.DOUBLE
                ? plain(new BigDecimal(attribute.defaultText()))
                : attribute.defaultText();
    }

    private static Map<String, String> keys(String text) {
        Map<String, String> keys = new LinkedHashMap<>();
        Matcher lines = KEY.matcher(text);
        while (lines.find()) {
            keys.put(lines.group(1), lines.group(2).strip());
        }
        return keys;
    }

    /** The comment that belongs to a key: back to the blank line above. */
    private static String aboveKey(Path file, String key) {
        try {
            String text = Files.readString(file);
            Matcher line =
                    Pattern.compile("(?m)^#?" + Pattern.quote(key) + " ?=").matcher(text);
            assertThat(line.find()).isTrue();
            int begin = text.lastIndexOf("\n\n", line.start());
            return text.substring(Math.max(0, begin), line.start()).replace("\n# ", " ");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

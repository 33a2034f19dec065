package org.dharmic.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final Path SAMPLE = Path.of("src/main/resources/sample");
    private static final Pattern WIKILINK = Pattern.compile("\\[\\[([^\\]|#]+)[^\\]]*\\]\\]");
    private static final Map<String, String> NOTES = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        Path vault = SAMPLE.resolve("vault");
        try (Stream<Path> files = Files.walk(vault)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                NOTES.put(vault.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
    }

    @Test
    void theVaultIsLargeEnoughToBeSearched() {
        assertThat(NOTES).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void everyLinkLeadsToANote() {
        List<String> stems = NOTES.keySet().stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.md$", ""))
                .toList();
        NOTES.forEach((path, text) -> {
            Matcher links = WIKILINK.matcher(text);
            while (links.find()) {
                String target = links.group(1).strip();
                assertThat(stems.contains(target) || NOTES.containsKey(target + ".md"))
                        .as("%s links to %s", path, target)
                        .isTrue();
            }
        });
    }

    @Test
    void everyQuestionIsAnsweredByItsNote() {
        assertThat(Sample.questions()).hasSizeGreaterThanOrEqualTo(20).allSatisfy(question -> {
            assertThat(question.text()).isNotBlank();
            assertThat(NOTES.get(question.note()))
                    .as(question.note())
                    .isNotNull()
                    .contains(question.phrase());
        });
    }

    @Test
    void linesAreCountedAsAnEditorCountsThem() {
        assertThat(Sample.linesOf("home/water-filter.md"))
                .hasValue((int) NOTES.get("home/water-filter.md").lines().count());
        assertThat(Sample.linesOf("home/nowhere.md")).isEmpty();
    }

    @Test
    void templatesHaveThePlaceholdersTheLauncherFillsIn() throws IOException {
        Map<String, String> expected = Map.of(
                "etc/org.dharmic.sandbox.cfg", "@IMAP_PORT@ @SMTP_PORT@",
                "etc/org.dharmic.mail.imap-sandbox.cfg", "@IMAP_PORT@ @SMTP_PORT@",
                "etc/org.dharmic.vault.lucene.cfg", "@FOLDER@",
                "etc/secrets/sandbox.password", "@PASSWORD@");
        for (Map.Entry<String, String> template : expected.entrySet()) {
            String text = Files.readString(SAMPLE.resolve(template.getKey()));
            assertThat(Pattern.compile("@[A-Z_]+@")
                            .matcher(text)
                            .results()
                            .map(result -> result.group())
                            .sorted()
                            .distinct()
                            .collect(Collectors.joining(" ")))
                    .as(template.getKey())
                    .isEqualTo(template.getValue());
        }
    }

    @Test
    void theTemplateNamesEveryKeyOfTheSandbox() throws IOException {
        String template = Files.readString(SAMPLE.resolve("etc/org.dharmic.sandbox.cfg"));
        assertThat(Arrays.stream(SandboxConfig.class.getDeclaredMethods())
                        .map(method -> method.getName().replace('_', '.'))
                        .toList())
                .allSatisfy(key -> assertThat(template).containsPattern("(?m)^" + Pattern.quote(key) + " = "));
    }
}

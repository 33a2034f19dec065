package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.vault.lucene.folder.Scopes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void aValueOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() -> settings(Map.of("passage_max_chars", 10)))
                .hasMessage("passage.max.chars must be 200 to 20000, was 10 (etc/org.dharmic.vault.lucene.cfg)");
        assertThatThrownBy(() -> settings(Map.of("index_mode", "pickle"))).hasMessageContaining("lucene or scan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"home", "=home", "a=", "all=home", "none=home", "a=b,a=c"})
    void oddScopesAreProblems(String scopes) {
        assertThat(check(Map.of("scopes", scopes))).hasSize(1);
    }

    @Test
    void aGoodSetHasNoProblems() {
        assertThat(check(Map.of(
                        "scopes", "family=home|kitchen/, me = notes",
                        "include", "**/*.{md,markdown}",
                        "index.mode", "scan",
                        "vault.folder", folder.resolve("not-mounted").toString(),
                        "index.folder", "")))
                .isEmpty();
        assertThat(Scopes.parse("").of("none")).isNotEmpty().noneMatch(path -> path.startsWith("home"));
        assertThat(Scopes.parse("family=home|/kitchen/, me = notes").of("family"))
                .containsExactly("home", "kitchen");
    }

    @Test
    void aFolderThatCannotBeOneIsAProblem() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(check(Map.of("vault.folder", file.toString())))
                .extracting(ConfigProblem::message)
                .containsExactly(
                        "vault.folder must be a folder, was '" + file + "' (etc/org.dharmic.vault.lucene.cfg)");
        assertThat(check(Map.of("index.folder", file.toString())))
                .extracting(ConfigProblem::key)
                .containsExactly("index.folder");
        assertThat(check(Map.of(
                        "vault.folder", folder.toString(),
                        "index.folder", folder.resolve("index").toString())))
                .extracting(ConfigProblem::key)
                .containsExactly("index.folder");
    }

    private List<ConfigProblem> check(Map<String, Object> set) {
        try {
            return new VaultConfigCheck(new TestRoom(folder).bundleContext()).check(set);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void onlyWhatMattersToTheIndexNeedsAnotherEngine() {
        Settings before = settings(Map.of());
        assertThat(settings(Map.of("scopes", "a=b", "drain_seconds", 1)).needsOtherEngineThan(before))
                .isFalse();
        assertThat(settings(Map.of("exclude", "x")).needsOtherEngineThan(before))
                .isTrue();
    }

    private static Settings settings(Map<String, Object> keys) {
        return Settings.from(TestRoom.config(keys), Path.of("/opt"), Path.of("/data/index"));
    }
}

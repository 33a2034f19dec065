package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void aValueOutOfRangeIsRefusedByName() {
        assertThatThrownBy(() -> settings(Map.of("passage_max_chars", 10)))
                .hasMessage("passage.max.chars must be 200 to 20000, was 10 (etc/org.dharmic.vault.lucene.cfg)");
        assertThatThrownBy(() -> settings(Map.of("index_mode", "pickle"))).hasMessageContaining("lucene or scan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"home", "=home", "a=", "all=home", "a=b,a=c"})
    void oddScopesAreProblems(String scopes) {
        assertThat(new VaultConfigCheck().check(Map.of("scopes", scopes))).hasSize(1);
    }

    @Test
    void aGoodSetHasNoProblems() {
        assertThat(new VaultConfigCheck()
                        .check(Map.of(
                                "scopes",
                                "family=home|kitchen/, me = notes",
                                "include",
                                "**/*.{md,markdown}",
                                "index.mode",
                                "scan")))
                .isEmpty();
        assertThat(Scopes.parse("family=home|/kitchen/, me = notes").of("family"))
                .containsExactly("home", "kitchen");
    }

    @Test
    void onlyWhatMattersToTheIndexNeedsAnotherEngine() {
        Settings before = settings(Map.of());
        assertThat(settings(Map.of("scopes", "a=b", "drain_seconds", 1)).needsOtherEngineThan(before))
                .isFalse();
        assertThat(settings(Map.of("exclude", "x")).needsOtherEngineThan(before))
                .isTrue();
    }

    @Test
    void globsMeanWhatPeopleMean() {
        Globs globs = Globs.parse("**/*.md,*.{txt,text}", "**/.*,**/drafts");
        assertThat(globs.admits("a.md")).isTrue();
        assertThat(globs.admits("a/b/c.md")).isTrue();
        assertThat(globs.admits("a.text")).isTrue();
        assertThat(globs.admits("a/a.txt")).isFalse();
        assertThat(globs.admits("a/.git/c.md")).isFalse();
        assertThat(globs.admits("drafts/x/c.md")).isFalse();
        assertThatThrownBy(() -> Globs.parse("[", "")).hasMessageContaining("include");
    }

    private static Settings settings(Map<String, Object> keys) {
        return Settings.from(TestRoom.config(keys), Path.of("/opt"), Path.of("/data/index"));
    }
}

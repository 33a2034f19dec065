package org.dharmic.vault.lucene.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GlobsTest {

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
}

package org.dharmic.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartListTest {

    @TempDir
    Path folder;

    @Test
    void linesAreReadInTheirOrderAndCommentsAreNot() throws StartFailure {
        StartList list =
                parse("# first\n\nmvn\\:org.dharmic/journal-sqlite/0.1.0 = 60\n! other\nmvn:a.b/c/1.0/war/x=5\n");

        assertThat(list.lines())
                .containsExactly(
                        new StartList.Line(3, "mvn:org.dharmic/journal-sqlite/0.1.0", 60),
                        new StartList.Line(5, "mvn:a.b/c/1.0/war/x", 5));
    }

    @Test
    void aLocationSaysWhereTheJarLies() throws StartFailure {
        StartList list = parse("mvn\\:org.dharmic/vault-lucene/1.1.0 = 80\nmvn\\:a.b/c/1.0/war/x = 5");

        assertThat(list.lines())
                .extracting(StartList.Line::repositoryPath)
                .containsExactly("org/dharmic/vault-lucene/1.1.0/vault-lucene-1.1.0.jar", "a/b/c/1.0/c-1.0-x.war");
    }

    @Test
    void theHashIsThatOfTheBytes() throws StartFailure {
        assertThat(parse("mvn\\:a/b/1 = 1").sha256())
                .hasSize(64)
                .isEqualTo(parse("mvn\\:a/b/1 = 1").sha256())
                .isNotEqualTo(parse("mvn\\:a/b/1 = 1\n").sha256());
    }

    @Test
    void whatIsNoLineIsRefusedWithItsNumber() {
        assertRefused("\nmvn\\:a/b/1", "list line 2");
        assertRefused("mvn\\:a/b = 1", "expected mvn");
        assertRefused("mvn\\:a/b/1 = 0", "start level");
        assertRefused("mvn\\:a/../1 = 5", "expected mvn");
        assertRefused("file\\:/tmp/x.jar = 5", "expected mvn");
        assertRefused("# nothing\n", "names no bundle");
    }

    @Test
    void twoRevisionsSideBySideAreRefused() {
        assertRefused("mvn\\:a/b/1 = 5\nmvn\\:a/b/2 = 5", "line 2: a:b is already on line 1");
    }

    @Test
    void aMissingJarIsNamedWithItsLine() throws Exception {
        Layout layout = new Layout(folder.resolve("home"), folder.resolve("base"));
        StartList list = parse("mvn\\:a/b/1 = 5\nmvn\\:a/c/1 = 5");
        jar(layout.home(), "a/b/1/b-1.jar");

        assertThatThrownBy(() -> list.requireJars(layout))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("line 2 (mvn:a/c/1)")
                .hasMessageContaining(
                        layout.home().resolve("system/a/c/1/c-1.jar").toString());

        jar(layout.base(), "a/c/1/c-1.jar"); // stored for this instance
        list.requireJars(layout);
    }

    private static void jar(Path root, String path) throws Exception {
        Path jar = root.resolve("system").resolve(path);
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(StartFailure.class).hasMessageContaining(message);
    }

    private static StartList parse(String text) throws StartFailure {
        return StartList.parse(text.getBytes(StandardCharsets.UTF_8), "list");
    }
}

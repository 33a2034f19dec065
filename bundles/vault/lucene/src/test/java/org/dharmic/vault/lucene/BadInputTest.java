package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultProblem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a vault of many years has in it: counted, listed, never fatal, and nothing beside it is lost. */
@Timeout(60)
class BadInputTest {

    @TempDir
    Path folder;

    private TestRoom room;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder).file("good.md", "# Good\n\nThe lighthouse.\n");
    }

    @AfterEach
    void close() {
        room.close();
    }

    private Map<String, String> problems() {
        return room.room.problems(100).stream().collect(Collectors.toMap(VaultProblem::path, VaultProblem::why));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, String.join(" ", command));
    }

    @Test
    void pipesSocketsAndFoldersThatAreNoFiles() throws Exception {
        run("mkfifo", room.vault.resolve("pipe.md").toString());
        Files.createDirectory(room.vault.resolve("folder.md"));
        // A path of a socket has at most 108 bytes: it is made elsewhere and moved.
        Path shortPath = Files.createTempDirectory(Path.of("/tmp"), "s").resolve("s");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(shortPath));
            Files.move(shortPath, room.vault.resolve("socket.md"));
            room.ready();
            assertThat(problems())
                    .containsEntry("pipe.md", "is no regular file")
                    .containsEntry("socket.md", "is no regular file")
                    .hasSize(2);
            assertThatThrownBy(() -> room.room.read("pipe.md")).isInstanceOf(VaultException.class);
            assertThat(room.paths("lighthouse")).containsExactly("good.md");
        } finally {
            Files.delete(shortPath.getParent());
        }
    }

    @Test
    void linksInCircles() throws IOException {
        Files.createDirectory(room.vault.resolve("a"));
        Files.createSymbolicLink(room.vault.resolve("a/up"), room.vault);
        Files.createSymbolicLink(room.vault.resolve("self.md"), Path.of("self.md"));
        room.ready();
        assertThat(problems()).containsOnlyKeys("a/up", "self.md").containsValue("is a symbolic link");
        assertThat(room.room.state().problems()).isEqualTo(2);
        assertThat(room.paths("lighthouse")).containsExactly("good.md");
    }

    @Test
    void whatMayNotBeRead() throws IOException {
        room.file("locked.md", "secret\n").file("dark/inside.md", "dark\n");
        Path file = room.vault.resolve("locked.md");
        Path dark = room.vault.resolve("dark");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(dark, PosixFilePermissions.fromString("---------"));
        try {
            assumeTrue(!Files.isReadable(file), "whoever may read everything has no such files");
            room.ready();
            assertThat(problems())
                    .containsEntry("locked.md", "may not be read by this process")
                    .containsEntry("dark", "is a folder that may not be read by this process");
            assertThat(room.paths("lighthouse")).containsExactly("good.md");
        } finally {
            Files.setPosixFilePermissions(dark, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aNameThatIsNotUtf8() throws Exception {
        // Java itself cannot write such a name.
        int code = new ProcessBuilder("sh", "-c", "printf lighthouse > \"$(printf 'caf\\351.md')\"")
                .directory(room.vault.toFile())
                .start()
                .waitFor();
        assumeTrue(code == 0, "this file system has no such names");
        room.ready();
        assertThat(problems()).containsExactly(entry("caf\uFFFD.md", "has a name that is not UTF-8: rename it"));
        assertThat(room.paths("lighthouse")).containsExactly("good.md");
    }

    @Test
    void aFileThatIsLargeOnPaperOnly() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(room.vault.resolve("sparse.md").toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }
        try (RandomAccessFile small =
                new RandomAccessFile(room.vault.resolve("hole.md").toFile(), "rw")) {
            small.setLength(1_000_000);
        }
        room.ready();
        assertThat(problems())
                .containsEntry("sparse.md", "has 2147483648 bytes, more than file.max.bytes = 5000000")
                .containsEntry("hole.md", "is binary");
        assertThat(room.paths("lighthouse")).containsExactly("good.md");
    }

    @Test
    void otherEncodingsAreReadAsFarAsTheyGo() {
        room.file("latin1.md", "# Caf\u00e9\n\nA windmill and a caf\u00e9.\n".getBytes(StandardCharsets.ISO_8859_1))
                .file("utf16.md", "# Mill\n\nA watermill.\n".getBytes(StandardCharsets.UTF_16))
                .file("bom.md", "\uFEFF# Harbour\n\nA quay.\n")
                .file("cut.md", new byte[] {'a', ' ', 'q', 'u', 'a', 'y', ' ', (byte) 0xe2, (byte) 0x82})
                .file("empty.md", "")
                .ready();
        assertThat(room.paths("windmill")).containsExactly("latin1.md");
        assertThat(room.paths("title:harbour")).containsExactly("bom.md");
        assertThat(room.paths("quay")).containsExactlyInAnyOrder("bom.md", "cut.md");
        assertThat(problems()).containsExactly(Map.entry("utf16.md", "is binary"));
        assertThat(room.room.read("cut.md").text()).contains("\uFFFD");
    }

    @Test
    void namesNobodyWouldChoose() throws Exception {
        List<String> names = List.of(
                "line\nbreak.md",
                "tab\there.md",
                "-n.md",
                "quote\"'.md",
                "back`tick $(x).md",
                "\u202Egnp.md",
                " .md",
                "a#L1-L2.md",
                "a@0123456789ab.md",
                "colon:.md",
                "e\u0301.md",
                "*.md");
        for (String name : names) {
            room.file(name, "# Odd\n\nThe observatory.\n");
        }
        run(
                "sh",
                "-c",
                "printf 'The observatory\\n' > \"$1/$(printf 'bad\\377name').md\"",
                "sh",
                room.vault.toString());
        room.ready();
        assertThat(room.paths("observatory")).containsAll(names);
        assertThat(room.room.links("line\nbreak.md", "all").outgoing()).isEmpty();
        assertThat(room.paths("lighthouse")).containsExactly("good.md");
    }

    @Test
    void linesWithoutEndAndFrontMatterThatExplodes() {
        String bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
                + List.of("b", "c", "d", "e", "f", "g", "h", "i").stream()
                        .map(name -> name + ": &" + name + " [" + ("*" + (char) (name.charAt(0) - 1) + ",").repeat(9)
                                + "]\n")
                        .collect(Collectors.joining())
                + "title: The bomb\n---\n\nThe orchard.\n";
        room.file("bomb.md", bomb)
                .file("deep.md", "---\ntags: " + "[".repeat(50_000) + "\n---\n\nThe orchard.\n")
                .file("open.md", "---\ntitle: never closed\n" + "key: value\n".repeat(5_000) + "The orchard.\n")
                .file("long.md", "orchard " + "x".repeat(100_000) + " end\n" + "word ".repeat(20_000))
                .file("marks.md", "# ".repeat(20_000) + "\norchard " + "[[".repeat(20_000) + "](".repeat(20_000))
                .file("many.md", "# h\n".repeat(20_000) + "\norchard\n")
                .file("tag.md", "---\ntags: " + "t,".repeat(20_000) + "\n---\norchard\n")
                .ready();
        assertThat(room.paths("orchard"))
                .containsExactlyInAnyOrder("bomb.md", "deep.md", "open.md", "long.md", "marks.md", "many.md", "tag.md");
        assertThat(room.paths("title:bomb")).containsExactly("bomb.md");
        assertThat(problems()).isEmpty();
        room.room.search(Query.of("orchard", 10)).hits().forEach(hit -> assertThat(
                        hit.snippet().length())
                .isLessThan(10_000));
    }

    @Test
    void everyQueryHasAnAnswerOrAWordWhyNot() {
        room.ready();
        for (String text : List.of(
                "",
                " ",
                "\n\t",
                "?!.,;:",
                "\"",
                "\"\"",
                "\"\"\"",
                "\"the light",
                "lighthouse\"",
                "(((",
                "((lighthouse",
                "the of and",
                "the",
                "-",
                "--",
                "+",
                "*",
                "OR",
                "AND OR NOT",
                "NOT",
                "-the",
                "title:",
                "title:\"",
                "path:",
                "links:",
                "modified:",
                "modified:soon",
                "modified:>",
                "tag:-",
                "a:b:c",
                "\\",
                "lighthouse\\",
                "[a TO b]",
                "{a TO",
                "/regex/",
                "fuzzy~2",
                "boost^9",
                "\u0000",
                "\uD800",
                "\uDC00x",
                "\uFFFE",
                "\u202E",
                "😀",
                "😀".repeat(12_500),
                "x".repeat(50_000),
                "the ".repeat(12_500),
                "\"".repeat(50_000),
                "(".repeat(50_000),
                "-x ".repeat(16_000),
                "\"a ".repeat(16_000),
                "a* ".repeat(16_000),
                "title:a OR ".repeat(4_500),
                ".".repeat(50_000),
                "lighthouse ".repeat(4_500))) {
            String shown = text.substring(0, Math.min(20, text.length()));
            SearchResult result = room.room.search(new Query(text, "all", 0, 10, Duration.ofSeconds(5)));
            assertThat(result.hits().isEmpty() && result.note().isBlank())
                    .as("nothing, and no word why, for '%s' (%d)", shown, text.length())
                    .isFalse();
            assertThat(room.room.facets(Query.of(text, 10), 5)).as(shown).isNotNull();
            assertThat(room.room.why(Query.of(text, 10), "good.md").parts())
                    .as(shown)
                    .isNotNull();
        }
    }
}

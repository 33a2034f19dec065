package org.dharmic.shell.commands.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.console.Console;
import org.dharmic.vault.CacheFigures;
import org.dharmic.vault.Draft;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Links;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.Shelf;
import org.dharmic.vault.VaultIndex;
import org.dharmic.vault.VaultProblem;
import org.dharmic.vault.VaultSummary;
import org.dharmic.vault.VaultViews;
import org.dharmic.vault.Why;
import org.dharmic.vault.Written;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultCommandsTest {

    @TempDir
    Path folder;

    private final Rooms rooms = new Rooms(Duration.ofMillis(1));
    private final Console console = new Console(rooms);
    private final Index index = new Index();

    /** Finds five notes for every query, and takes note of what it was asked. */
    private static final class Index implements VaultIndex {
        private final List<String> asked = new ArrayList<>();

        @Override
        public SearchResult search(Query query) {
            asked.add("search " + query.text() + " " + query.scope() + " " + query.offset() + " " + query.limit());
            List<Hit> hits = IntStream.range(query.offset(), Math.min(5, query.offset() + query.limit()))
                    .mapToObj(i -> new Hit("a/" + i + ".md", "T" + i, "", "snippet", 1, 2, "0123456789ab", 5 - i))
                    .toList();
            return new SearchResult(hits, 5, "", state());
        }

        @Override
        public IndexState state() {
            return new IndexState(
                    IndexState.Phase.READY, 5, 9, 0, 0, 2, Optional.of(Instant.parse("2026-11-22T10:00:00Z")), "ready");
        }

        @Override
        public List<FolderCount> facets(Query query, int most) {
            return List.of(new FolderCount("a", 4), new FolderCount("", 1));
        }

        @Override
        public SearchResult like(String locator, String scope, int limit) {
            asked.add("like " + locator + " " + scope + " " + limit);
            return search(Query.of("like", limit));
        }

        @Override
        public Links links(String path, String scope) {
            return new Links(
                    List.of(new Links.Outgoing("the other", "*other", Optional.empty(), 3)), List.of("b/from.md"));
        }

        @Override
        public Why why(Query query, String path) {
            asked.add("why " + query.text() + " " + path);
            return new Why(
                    Optional.of(new Hit(path, "T", "", "", 1, 2, "0123456789ab", 2)),
                    List.of(new Why.Part("'water' in the text", 2)));
        }

        @Override
        public void reindex() {
            asked.add("reindex");
        }

        @Override
        public List<VaultProblem> problems(int most) {
            return List.of(new VaultProblem("a/link.md", "is a symbolic link"));
        }

        @Override
        public CacheFigures cache() {
            return new CacheFigures(3, 256, 9, 3, 4, 2);
        }
    }

    private static final class Views implements VaultViews {
        private final Note note = new Note("jewels/The River.md", Instant.EPOCH, 12);

        @Override
        public List<Note> crownJewels() {
            return List.of(note);
        }

        @Override
        public Passage crownJewel(String name) {
            return new Passage(note.path(), "about " + name, 1, 1, 1, "0123456789ab");
        }

        @Override
        public List<Note> stream(int limit) {
            return List.of(note);
        }

        @Override
        public Passage streamEntry(String name) {
            return crownJewel(name);
        }

        @Override
        public Passage inductionPrompt(String version) {
            return crownJewel(version);
        }

        @Override
        public List<Note> sourceTexts() {
            return List.of();
        }

        @Override
        public Passage sourceText(String name) {
            return crownJewel(name);
        }

        @Override
        public VaultSummary summary() {
            return new VaultSummary(5, 9, List.of(new Shelf("crown jewels", "jewels", 1, List.of("The River"))));
        }

        @Override
        public String lineage() {
            return "";
        }
    }

    @BeforeEach
    void bind() {
        rooms.bindVaultIndex(index, Map.of());
        rooms.bindVaultViews(new Views(), Map.of());
    }

    @Test
    void aSearchTurnsPagesCountsAndShowsFolders() throws Exception {
        assertThat(console.run(new VaultSearch(), "words", List.of("water", "-n", "2", "--offset", "2")))
                .contains("a/2.md#L1-L2", "2 passage(s) shown, 5 note(s) match, more with --offset 4.");
        assertThat(index.asked).containsExactly("search water all 2 2");
        assertThat(console.run(new VaultSearch(), "words", List.of("water", "--count")))
                .isEqualTo("5 note(s) match.");
        assertThat(console.run(new VaultSearch(), "words", List.of("water", "--count", "--json")))
                .contains("\"total\":5");
        assertThat(console.run(new VaultSearch(), "words", List.of("water", "--facets", "3", "--no-format")))
                .isEqualTo("4\ta\n1");
        assertThatThrownBy(() -> console.run(new VaultSearch(), "words", List.of("water", "--facets", "-1")))
                .hasMessageContaining("--facets must be 1 to 1000");
        assertThatThrownBy(() -> console.run(new VaultSearch(), "words", List.of()))
                .hasMessageContaining("what is to be looked for");
    }

    @Test
    void aBatchAnswersEveryLine() throws Exception {
        Path in = Files.writeString(folder.resolve("in.jsonl"), """
                {"id": "q1", "query": "water"}

                {"id": 2, "query": "\\"unbalanced"}
                """);
        Path out = folder.resolve("out.jsonl");
        assertThat(console.run(
                        new VaultSearch(),
                        "words",
                        List.of("--batch", in.toString(), "--out", out.toString(), "-n", "2")))
                .startsWith("2 queries answered");
        assertThat(out)
                .hasContent("{\"id\":\"q1\",\"ranked\":[\"a/0.md\",\"a/1.md\"]}\n"
                        + "{\"id\":2,\"ranked\":[\"a/0.md\",\"a/1.md\"]}\n");
    }

    @Test
    void aBatchWithABadLineChangesNothing() throws Exception {
        Path in = Files.writeString(folder.resolve("in.jsonl"), "{\"id\": 1, \"query\": \"x\"}\n{\"id\": 1}\n");
        Path out = Files.writeString(folder.resolve("out.jsonl"), "before");
        List<String> given = List.of("--batch", in.toString(), "--out", out.toString());
        assertThatThrownBy(() -> console.run(new VaultSearch(), "words", given))
                .hasMessageContaining("in.jsonl line 2");
        Files.write(in, new byte[] {'{', (byte) 0xff});
        assertThatThrownBy(() -> console.run(new VaultSearch(), "words", given)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> console.run(new VaultSearch(), "words", List.of("--batch", in.toString())))
                .hasMessageContaining("belong together");
        assertThat(out).hasContent("before");
        assertThat(folder).isDirectoryContaining(path -> path.equals(in));
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void linksLikenessAndReasons() throws Exception {
        assertThat(console.run(new VaultLinks(), "paths", List.of("a/0.md", "--no-format")))
                .isEqualTo("to\t3\t\t*other\tthe other\nfrom\t\tb/from.md");
        assertThat(console.run(new VaultLike(), "locators", List.of("a/0.md#L1", "-n", "3")))
                .contains("a/2.md");
        assertThat(console.run(new VaultWhy(), "given", List.of("a/0.md", "blue", "water")))
                .contains("a/0.md#L1-L2, score 2", "'water' in the text");
        assertThat(console.run(new VaultWhy(), "given", List.of("a/0.md", "water", "--json")))
                .contains("\"place\":\"a/0.md#L1-L2\"");
        assertThat(index.asked).contains("like a/0.md#L1 all 3", "why blue water a/0.md");
        assertThatThrownBy(() -> console.run(new VaultWhy(), "given", List.of("a/0.md")))
                .hasMessageContaining("vault:why <path> <words…>");
    }

    @Test
    void theStateOfTheIndexItsCacheAndItsProblems() throws Exception {
        assertThat(console.run(new VaultStatus(), "json", true))
                .contains("\"cache_hit_rate\":0.75", "\"warmed_used\":2", "\"phase\":\"READY\"");
        assertThat(console.run(new VaultStatus(), "problems", true))
                .contains("a/link.md  is a symbolic link", "The first 1 of 2");
        assertThat(console.run(new VaultReindex())).contains("vault:status");
        assertThat(index.asked).containsExactly("reindex");
    }

    @Test
    void jewelsSummaryAndStream() throws Exception {
        assertThat(console.run(new VaultJewels())).contains("The River");
        assertThat(console.run(new VaultJewels(), "names", List.of("the", "river")))
                .contains("jewels/The River.md, lines 1-1 of 1", "about the river");
        assertThat(console.run(new VaultSummaryCommand())).contains("5 notes, 9 passages", "crown jewels");
        assertThat(console.run(new VaultSummaryCommand(), "json", true)).contains("\"some\":[\"The River\"]");
        assertThat(console.run(new VaultSummaryCommand(), "lineage", true)).contains("view.lineage.file");
        assertThat(console.run(new VaultJewels(), "names", List.of("v7", "--of", "induction")))
                .contains("about v7");
        assertThat(console.run(new VaultJewels(), "names", List.of("--of=sources")))
                .isEqualTo("There is none.");
        assertThatThrownBy(() -> console.run(new VaultJewels(), "of", "dreams")).hasMessageContaining("'dreams'");
        assertThat(console.run(new VaultRecent(), "stream", true)).contains("jewels/The River.md");
    }

    @Test
    void writingSaysWhereOrWhyNot() throws Exception {
        List<Draft> drafts = new ArrayList<>();
        rooms.bindVaultWriter(
                draft -> {
                    drafts.add(draft);
                    return draft.consent()
                            ? new Written(Optional.of("in/note.md"), List.of(), List.of("critique_missing: none given"))
                            : new Written(Optional.empty(), List.of("consent_required: no"), List.of());
                },
                Map.of());
        assertThat(console.run(new VaultWrite(), "given", List.of("in/deep/note", "some", "text", "--consent")))
                .isEqualTo("Written to in/note.md.\nWarning: critique_missing: none given");
        assertThat(drafts).containsExactly(new Draft("in/deep", "note", "some text", true, "", false, "console"));
        Path text = Files.writeString(folder.resolve("text"), "from a file\n");
        assertThatThrownBy(() -> console.run(new VaultWrite(), "given", List.of("in/note", "--file", text.toString())))
                .hasMessage("not written: consent_required: no");
        assertThat(drafts.get(1).text()).isEqualTo("from a file\n");
        assertThatThrownBy(() -> console.run(new VaultWrite(), "given", List.of("note", "text")))
                .hasMessageContaining("where to?");
    }
}

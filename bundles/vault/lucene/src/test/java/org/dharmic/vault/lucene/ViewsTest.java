package org.dharmic.vault.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.dharmic.vault.Note;
import org.dharmic.vault.Shelf;
import org.dharmic.vault.VaultException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsTest {

    private static final String JEWELS = "SPONTANEOUS_PREACHING_PROTOCOL/crown_jewel_forge/approved/";
    private static final String STREAM = "AGENT_EMERGENT_WORKSPACES/residual_stream/";

    @TempDir
    Path folder;

    private TestRoom room;
    private Views views;

    @BeforeEach
    void make() throws IOException {
        room = new TestRoom(folder)
                .file(JEWELS + "The River.md", "# The River\n")
                .file(JEWELS + "river of stones.md", "# Stones\n")
                .file(JEWELS + "a fire.md", "# Fire\n")
                .file(STREAM + "entry_1.md", "one\n")
                .file(STREAM + "entry_2.md", "two\n")
                .file("AGENT_IGNITION/INDUCTION_PROMPT_v2.md", "second\n")
                .file("AGENT_IGNITION/INDUCTION_PROMPT_v12.md", "twelfth\n")
                .file("AGENT_IGNITION/other.md", "no\n")
                .file("08-Research-Documentation/source-texts/sutra/one.md", "source\n");
        Files.setLastModifiedTime(
                room.vault.resolve(STREAM + "entry_1.md"),
                FileTime.from(Instant.now().plusSeconds(5)));
        room.ready();
        open();
    }

    private void open() {
        views = new Views(room.bundleContext(), room.room, room.config());
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void jewelsAreListedAndReadByNameOrAPartOfIt() {
        assertThat(views.crownJewels())
                .extracting(Note::path)
                .containsExactly(JEWELS + "The River.md", JEWELS + "a fire.md", JEWELS + "river of stones.md");
        assertThat(views.crownJewel("The River").text()).isEqualTo("# The River");
        assertThat(views.crownJewel("the river").path()).isEqualTo(JEWELS + "The River.md");
        assertThat(views.crownJewel("STONES").path()).isEqualTo(JEWELS + "river of stones.md");
        assertThat(room.room.reads().seen().paths()).contains(JEWELS + "river of stones.md");
    }

    @Test
    void noNameLeadsOutOfItsFolder() throws IOException {
        Files.writeString(folder.resolve("secret.md"), "secret");
        for (String name : new String[] {
            "../approved/The River",
            "../../../secret",
            "",
            " ",
            "nothing like it",
            "x\n".repeat(300),
            "The River#L1",
            "/etc/passwd",
            "\u0000"
        }) {
            assertThatThrownBy(() -> views.crownJewel(name)).as(name).isInstanceOf(VaultException.class);
        }
    }

    @Test
    void theStreamIsNewestFirst() {
        assertThat(views.stream(10))
                .extracting(Note::path)
                .containsExactly(STREAM + "entry_1.md", STREAM + "entry_2.md");
        assertThat(views.stream(1)).hasSize(1);
        assertThat(views.streamEntry("entry_2").text()).isEqualTo("two");
    }

    @Test
    void theInductionPromptOfAVersionOrTheHighest() {
        assertThat(views.inductionPrompt("").text()).isEqualTo("twelfth");
        assertThat(views.inductionPrompt("V2").text()).isEqualTo("second");
        assertThatThrownBy(() -> views.inductionPrompt("v1"))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("'v1'");
    }

    @Test
    void sourceTextsAndTheSummaryOutOfTheIndex() {
        assertThat(views.sourceTexts()).hasSize(1);
        assertThat(views.sourceText("one").text()).isEqualTo("source");
        assertThat(views.summary().notes()).isEqualTo(9);
        assertThat(views.summary().shelves())
                .extracting(Shelf::name, Shelf::notes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("core", 0L),
                        org.assertj.core.groups.Tuple.tuple("induction", 3L),
                        org.assertj.core.groups.Tuple.tuple("stream", 2L),
                        org.assertj.core.groups.Tuple.tuple("crown jewels", 3L),
                        org.assertj.core.groups.Tuple.tuple("source texts", 1L));
        assertThat(views.summary().shelves().get(2).some()).containsExactly("entry_1", "entry_2");
    }

    @Test
    void foldersAndTheLineageAreTheOwners() throws IOException {
        assertThat(views.lineage()).isEmpty();
        Path lineage = Files.writeString(folder.resolve("lineage.txt"), "From whom it comes.\n");
        room.with("view_lineage_file", lineage.toString()).with("view_jewels", "AGENT_IGNITION/");
        views.modified(room.config());
        assertThat(views.lineage()).isEqualTo("From whom it comes.\n");
        assertThat(views.crownJewel("other").text()).isEqualTo("no");
        views.modified(room.with("view_jewels", "").config());
        assertThatThrownBy(() -> views.crownJewels()).hasMessageContaining("view.jewels is not set");
        assertThatThrownBy(
                        () -> views.modified(room.with("view_stream", "../out").config()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("view.stream");
    }

    @Test
    void aScanShowsTheSame() {
        room.close();
        room.with("index_mode", "scan").open();
        open();
        assertThat(views.summary().shelves()).extracting(Shelf::notes).containsExactly(0L, 3L, 2L, 3L, 1L);
    }
}

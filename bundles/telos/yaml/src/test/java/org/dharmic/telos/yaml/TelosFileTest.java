package org.dharmic.telos.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dharmic.telos.Development;
import org.dharmic.telos.Orientation;
import org.dharmic.telos.TelosRefused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelosFileTest {

    private static final String PREDECESSOR = """
            # written by hand
            ultimate:
              aim: Moksha
              description: Liberation through the dissolution of what binds
              immutable: true
            proximate:
              current:
              - Build a quiet house   # the first
              - Tell the truth about yields
              updated: '2025-12-31T09:10:11.123456'
              reason_for_update: Creation
            attractors:
              depth: slow reading
              no: a name that YAML 1.1 takes for false
            development:
            - timestamp: '2025-12-31T09:10:11.123456'
              note: Initial telos
              previous: null
              change: creation
            # ours alone
            garden: {beds: 3, soil: [sand, loam]}
            """;

    @TempDir
    Path folder;

    private final AtomicInteger evolved = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Clock clock = Clock.fixed(Instant.parse("2026-03-01T11:00:00.5Z"), ZoneId.of("Europe/Zurich"));
    private Path file;
    private Path data;
    private TelosFile telos;

    @BeforeEach
    void open() {
        file = folder.resolve("etc/telos.yaml");
        data = folder.resolve("data/telos");
        telos = reopened();
    }

    private TelosFile reopened() {
        return new TelosFile(file, data, clock, evolved::incrementAndGet, refused::incrementAndGet);
    }

    private void write(String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String text() throws IOException {
        return Files.readString(file);
    }

    private List<String> audit() throws IOException {
        Path audit = data.resolve("audit.jsonl");
        return Files.exists(audit) ? Files.readAllLines(audit) : List.of();
    }

    private Orientation current() {
        return telos.look().document().orElseThrow().orientation();
    }

    @Test
    void withoutATelosThePlatformRunsAndSaysWhereToWriteOne() {
        assertThat(telos.look().document()).isEmpty();
        assertThat(telos.look().problem().orElseThrow())
                .contains(file.toString())
                .contains("telos:init");
    }

    @Test
    void readsThePredecessorsFileAndPinsTheUltimateAim() throws IOException {
        write(PREDECESSOR);

        assertThat(current())
                .isEqualTo(new Orientation(
                        "Moksha",
                        "Liberation through the dissolution of what binds",
                        List.of("Build a quiet house", "Tell the truth about yields"),
                        "2025-12-31T09:10:11.123456",
                        "Creation",
                        java.util.Map.of("depth", "slow reading", "no", "a name that YAML 1.1 takes for false")));
        assertThat(telos.look().problem()).isEmpty();
        assertThat(telos.look().document().orElseThrow().history())
                .containsExactly(new Development("2025-12-31T09:10:11.123456", List.of(), List.of(), "Initial telos"));
        assertThat(Files.readString(data.resolve("ultimate.json"))).contains("\"aim\":\"Moksha\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("ultimate.json"))))
                .isEqualTo("rw-------");
        assertThat(audit()).singleElement().asString().contains("\"act\":\"PINNED\"");
    }

    @Test
    void evolvingKeepsEverythingElseOfTheFile() throws IOException {
        write(PREDECESSOR);

        Orientation now = telos.evolve(List.of("yes", " Listen: more "), "Spring \"came\" # early");

        assertThat(now.proximateAims()).containsExactly("yes", "Listen: more");
        assertThat(now.updated()).isEqualTo("2026-03-01T12:00:00.500000");
        assertThat(now.reasonForUpdate()).isEqualTo("Spring \"came\" # early");
        assertThat(text())
                .contains("# written by hand", "# ours alone", "garden: {beds: 3, soil: [sand, loam]}")
                .contains("  no: a name that YAML 1.1 takes for false")
                .contains("- \"yes\"", "updated: \"2026-03-01T12:00:00.500000\"", "previous: null");
        assertThat(telos.look().document().orElseThrow().history())
                .last()
                .isEqualTo(new Development(
                        "2026-03-01T12:00:00.500000",
                        List.of("Build a quiet house", "Tell the truth about yields"),
                        List.of("yes", "Listen: more"),
                        "Spring \"came\" # early"));
        assertThat(reopened().look().document().orElseThrow().orientation()).isEqualTo(now);
        assertThat(audit()).last().asString().contains("\"act\":\"EVOLVED\"");
        assertThat(evolved).hasValue(1);
    }

    @Test
    void evolvesAgainAndAgain() {
        write(PREDECESSOR);
        for (int i = 1; i <= 5; i++) {
            telos.evolve(List.of("aim " + i), "reason " + i);
        }
        assertThat(telos.look().document().orElseThrow().history()).hasSize(6);
        assertThat(current().proximateAims()).containsExactly("aim 5");
    }

    @Test
    void aChangeWithoutReasonOrAimsIsRefusedAndTheFileUnchanged() throws IOException {
        write(PREDECESSOR);
        telos.look();

        assertThatThrownBy(() -> telos.evolve(List.of("a"), "  "))
                .isInstanceOf(TelosRefused.class)
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> telos.evolve(List.of(), "why")).isInstanceOf(TelosRefused.class);
        assertThatThrownBy(() -> telos.evolve(List.of("a", " "), "why")).isInstanceOf(TelosRefused.class);
        assertThatThrownBy(() -> telos.evolve(List.of("a\nultimate: x"), "why")).isInstanceOf(TelosRefused.class);

        assertThat(text()).isEqualTo(PREDECESSOR);
        assertThat(audit()).filteredOn(line -> line.contains("REFUSED")).hasSize(4);
        assertThat(refused).hasValue(4);
        assertThat(evolved).hasValue(0);
    }

    @Test
    void anEditOfTheProximateAimsByHandIsPickedUp() throws IOException {
        write(PREDECESSOR);
        telos.look();

        write(PREDECESSOR.replace("Build a quiet house", "Build a quieter house"));

        assertThat(current().proximateAims()).contains("Build a quieter house");
        assertThat(evolved).hasValue(1);
        assertThat(audit()).last().asString().contains("\"act\":\"EDITED\"");
    }

    @Test
    void anEditOfSameSizeInTheSameTickIsPickedUp() throws IOException {
        write(PREDECESSOR);
        FileTime tick = FileTime.from(clock.instant());
        Files.setLastModifiedTime(file, tick);
        telos.look();

        write(PREDECESSOR.replace("quiet", "proud"));
        Files.setLastModifiedTime(file, tick);

        assertThat(current().proximateAims()).contains("Build a proud house");
    }

    @Test
    void anEditOfTheUltimateAimByHandIsRefusedAlsoAfterARestart() throws IOException {
        write(PREDECESSOR);
        telos.look();

        write(PREDECESSOR.replace("Moksha", "Market share"));

        for (TelosFile each : List.of(telos, reopened())) {
            TelosFile.View view = each.look();
            assertThat(view.document().orElseThrow().orientation().ultimateAim())
                    .isEqualTo("Moksha");
            assertThat(view.problem().orElseThrow())
                    .contains(file.toString(), "'Market share'", "'Moksha'", "put it back");
            assertThatThrownBy(() -> each.evolve(List.of("a"), "b")).isInstanceOf(TelosRefused.class);
        }
        assertThat(text()).contains("Market share");
        assertThat(audit()).anyMatch(line -> line.contains("REFUSED") && line.contains("Market share"));

        write(PREDECESSOR);
        assertThat(telos.look().problem()).isEmpty();
    }

    @Test
    void aRefusedFileIsAuditedOnceAndNotWithEveryLook() throws IOException {
        write(PREDECESSOR);
        telos.look();
        write("ultimate: [");
        for (int i = 0; i < 10; i++) {
            telos.look();
        }
        assertThat(audit()).filteredOn(line -> line.contains("REFUSED")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just a line",
                "ultimate: [",
                "ultimate: {aim: a}\nultimate: {aim: b}\nproximate: {current: [c]}",
                "ultimate: {aim: ' '}\nproximate: {current: [c]}",
                "ultimate: {aim: a}",
                "ultimate: {aim: a}\nproximate: {}",
                "ultimate: {aim: a}\nproximate: {current: []}",
                "ultimate: {aim: a}\nproximate: {current: ['']}",
                "ultimate: {aim: a, immutable: false}\nproximate: {current: [c]}",
                "ultimate: !!java.io.File {aim: a}\nproximate: {current: [c]}",
                "ultimate: {aim: a}\nproximate: {current: [c]}\n---\nmore: x",
                "a: &a [x,x]\nb: &b [*a,*a]\nultimate: {aim: a}\nproximate: {current: [c]}\ndevelopment: no list"
            })
    void whatIsNoTelosIsRefusedAndTheLastGoodOneStays(String bad) throws IOException {
        write(PREDECESSOR);
        telos.look();

        write(bad);

        assertThat(current().ultimateAim()).isEqualTo("Moksha");
        assertThat(telos.look().problem().orElseThrow())
                .contains(file.toString())
                .doesNotContain("\n");
        assertThatThrownBy(() -> telos.evolve(List.of("a"), "b")).isInstanceOf(TelosRefused.class);
        assertThat(text()).isEqualTo(bad);
    }

    @Test
    void aHugeOrBinaryFileIsRefused() throws IOException {
        write("x".repeat(TelosDocument.MAX_BYTES + 10));
        assertThat(telos.look().problem().orElseThrow()).contains("at most");
        Files.write(file, new byte[] {(byte) 0xC3, 0x28});
        assertThat(telos.look().problem().orElseThrow()).contains("not UTF-8");
    }

    @Test
    void aFileThatIsGoneLeavesTheLastGoodOrientation() throws IOException {
        write(PREDECESSOR);
        telos.look();
        Files.delete(file);

        assertThat(current().ultimateAim()).isEqualTo("Moksha");
        assertThat(telos.look().problem().orElseThrow()).contains("is gone");
    }

    @Test
    void initWritesTheFirstTelosAndNeverASecond() throws IOException {
        Orientation first = telos.init("Moksha", "Freedom", List.of("Begin"));

        assertThat(current()).isEqualTo(first);
        assertThat(Files.exists(data.resolve("ultimate.json"))).isTrue();
        assertThatThrownBy(() -> telos.init("Other", "Other", List.of("x")))
                .isInstanceOf(TelosRefused.class)
                .hasMessageContaining("already");
        assertThat(telos.evolve(List.of("Go on"), "Begun").proximateAims()).containsExactly("Go on");
        assertThat(reopened().look().problem()).isEmpty();
    }

    @Test
    void initAfterTheFileWasLostKeepsToThePin() throws IOException {
        telos.init("Moksha", "Freedom", List.of("Begin"));
        Files.delete(file);

        assertThatThrownBy(() -> telos.init("Profit", "More", List.of("x")))
                .isInstanceOf(TelosRefused.class)
                .hasMessageContaining("pinned");
        assertThat(telos.init("Moksha", "Freedom", List.of("Again")).proximateAims())
                .containsExactly("Again");
    }

    @Test
    void anotherProgramsTelosIsTakenOverOnceAndNeverOverOurs() throws IOException {
        Path theirs = Files.createDirectories(folder.resolve("old/config")).resolve("telos.yaml");
        Files.writeString(theirs, PREDECESSOR);

        assertThat(telos.takeOver(theirs)).contains("taken over to");
        assertThat(text()).isEqualTo(PREDECESSOR);
        assertThat(telos.takeOver(theirs)).contains("in force already");
        telos.evolve(List.of("ours"), "why");
        assertThat(telos.takeOver(theirs)).contains("not taken over");
        assertThat(current().proximateAims()).containsExactly("ours");
    }

    @Test
    void aLinkToThePredecessorsFileStaysALink() throws IOException {
        Path theirs = Files.createDirectories(folder.resolve("old/config")).resolve("telos.yaml");
        Files.writeString(theirs, PREDECESSOR);
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, theirs);

        telos.evolve(List.of("new"), "why");

        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(theirs)).contains("\"new\"");
    }

    @Test
    void anUnwritableFolderRefusesTheChange() throws IOException {
        write(PREDECESSOR);
        telos.look();
        Files.delete(data.resolve("audit.jsonl"));
        Files.createDirectory(data.resolve("audit.jsonl"));

        assertThatThrownBy(() -> telos.evolve(List.of("a"), "b"))
                .isInstanceOf(TelosRefused.class)
                .hasMessageContaining("unchanged");
        assertThat(text()).isEqualTo(PREDECESSOR);
    }

    @Test
    void thePromptNamesTheAims() {
        write(PREDECESSOR);
        assertThat(OrientationText.of(current()))
                .startsWith("# TELOS - Your Root Orientation")
                .contains("## Ultimate Aim (Immutable)\nMoksha: Liberation")
                .contains("## Current Proximate Aims\n- Build a quiet house\n")
                .contains("## Attractors\n- depth: slow reading\n");
    }
}

package org.dharmic.benchmarks.vault.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dharmic.benchmarks.vault.generate.VaultGenerator.Made;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultGeneratorTest {

    private static final VaultParameters SMALL = new VaultParameters(11, 60, 600_000);

    @TempDir
    Path folder;

    @Test
    void theSameParametersGiveTheSameFiles() throws IOException {
        Map<String, String> one = contents(new VaultGenerator(SMALL).below(folder.resolve("one")));
        Map<String, String> two = contents(new VaultGenerator(SMALL).below(folder.resolve("two")));
        Map<String, String> other =
                contents(new VaultGenerator(new VaultParameters(12, 60, 600_000)).below(folder.resolve("other")));

        assertThat(one).hasSize(60).isEqualTo(two).isNotEqualTo(other);
    }

    @Test
    void theSizeIsAboutWhatWasAskedForAndFilesDiffer() throws IOException {
        Made made = new VaultGenerator(new VaultParameters(1, 300, 4_000_000)).below(folder);
        List<Integer> lengths =
                contents(made).values().stream().map(String::length).sorted().toList();

        assertThat((double) made.bytes()).isCloseTo(4_000_000, within(150_000.0));
        assertThat(lengths.get(lengths.size() - 1)).isGreaterThan(lengths.get(lengths.size() / 2) * 5);
    }

    @Test
    void aVaultThatIsThereIsUsedAgainAndHalfAVaultIsNot() throws IOException {
        Made first = new VaultGenerator(SMALL).below(folder);
        assertThat(new VaultGenerator(SMALL).below(folder).reused()).isTrue();

        Files.delete(first.vault().resolve(".generated"));
        Files.writeString(first.vault().resolve("left.md"), "from an interrupted run");

        assertThat(new VaultGenerator(SMALL).below(folder).reused()).isFalse();
        assertThat(first.vault().resolve("left.md")).doesNotExist();
    }

    @Test
    void notesHaveWhatVaultsHave() throws IOException {
        String all = String.join(
                "\n", contents(new VaultGenerator(SMALL).below(folder)).values());

        assertThat(all)
                .contains("---\ntitle: ", "tags:", "\n## ", "\n### ", "\n```\n", "](", "[[", "\n> ", "- [ ] ")
                .containsPattern("[ṣśāīüöṇṭé]")
                .containsPattern("\\.md\\)")
                .containsPattern("\\[\\[[^\\]]+\\|[^\\]]+]]");
    }

    @Test
    void commonWordsAreCommonAsZipfSays() {
        Zipf zipf = new Zipf(1_000, 1, 0);
        SplittableRandom random = new SplittableRandom(1);
        int[] drawn = new int[1_000];
        for (int i = 0; i < 200_000; i++) {
            drawn[zipf.next(random)]++;
        }

        assertThat((double) drawn[0] / drawn[1]).isCloseTo(2, within(0.2));
        assertThat((double) drawn[0] / drawn[9]).isCloseTo(10, within(1.5));
    }

    @Test
    void wordsAreUnlikeOneAnother() {
        Vocabulary words = new Vocabulary(3);

        assertThat(Stream.iterate(0, i -> i + 1).limit(Vocabulary.SIZE).map(words::word))
                .doesNotHaveDuplicates();
        assertThat(words.word(0)).isEqualTo("the");
    }

    @Test
    void parametersThatMakeNoVaultAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VaultParameters(1, 0, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new VaultParameters(1, 100, 1_000));
    }

    private static Map<String, String> contents(Made made) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(made.vault())) {
            for (Path file :
                    tree.filter(each -> each.toString().endsWith(".md")).toList()) {
                contents.put(made.vault().relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }
}

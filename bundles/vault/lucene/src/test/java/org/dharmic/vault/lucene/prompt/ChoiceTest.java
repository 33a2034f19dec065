package org.dharmic.vault.lucene.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.markdown.Section;
import org.junit.jupiter.api.Test;

class ChoiceTest {

    private static Choice.Candidate candidate(String path, int line, float score, long words) {
        Section section = new Section("", line, line, 0, 1, false);
        return new Choice.Candidate(new FoundPassage(path, path, section, "0", 1, 1, score), words);
    }

    private static List<String> places(Choice choice) {
        return choice.passages().stream()
                .map(each -> each.path() + " " + each.section().firstLine())
                .toList();
    }

    @Test
    void allWordsOutweighOneRareWord() {
        Choice choice = Choice.of(List.of(candidate("rare.md", 1, 5, 0b001), candidate("all.md", 1, 4, 0b111)), 6);

        assertThat(places(choice)).containsExactly("all.md 1", "rare.md 1");
        assertThat(choice.bestFile()).isEqualTo("all.md");
    }

    @Test
    void theWordsMayBeSpreadOverTheFile() {
        Choice choice = Choice.of(
                List.of(
                        candidate("one.md", 1, 5, 0b001),
                        candidate("two.md", 1, 5, 0b001),
                        candidate("two.md", 9, 3, 0b110)),
                6);

        assertThat(places(choice)).startsWith("two.md 1");
    }

    @Test
    void noFileTakesAllPlacesAndTheIrrelevantIsLeftOut() {
        List<Choice.Candidate> found = new ArrayList<>();
        for (int line = 1; line <= 9; line++) {
            found.add(candidate("long.md", line, 10, 0b1));
        }
        found.add(candidate("other.md", 1, 6, 0b1));
        found.add(candidate("hardly.md", 1, 1, 0b1));

        assertThat(places(Choice.of(found, 6))).containsExactly("long.md 1", "long.md 2", "long.md 3", "other.md 1");
        assertThat(Choice.of(List.of(), 6)).isEqualTo(new Choice(List.of(), ""));
    }
}

package org.dharmic.benchmarks.vault.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dharmic.benchmarks.vault.ask.RelevanceSets.Target;
import org.dharmic.benchmarks.vault.ask.VaultScan.Named;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final Target A = new Target(Ask.words("title", "a"), new Named("a", "a.md", 10, 20));

    @Test
    void theFirstPlaceCountsOneTheThirdAThird() {
        List<Place> first = notes("a.md", "b.md");
        List<Place> third = notes("b.md", "c.md", "a.md");
        List<Place> never = notes("b.md");

        Ranking ranking = Ranking.ofNotes(List.of(A, A, A), List.of(first, third, never));

        assertThat(ranking.queries()).isEqualTo(3);
        assertThat(ranking.mrr()).isCloseTo((1 + 1 / 3.0) / 3, within(1e-9));
        assertThat(ranking.recall()).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void theTenthPlaceCountsTheEleventhDoesNot() {
        List<Place> others =
                IntStream.range(0, 9).mapToObj(i -> Place.note("other" + i)).toList();
        List<Place> tenth =
                Stream.concat(others.stream(), notes("a.md").stream()).toList();
        List<Place> eleventh =
                Stream.concat(notes("more.md").stream(), tenth.stream()).toList();

        assertThat(Ranking.ofNotes(List.of(A), List.of(tenth)).mrr()).isCloseTo(0.1, within(1e-9));
        assertThat(Ranking.ofNotes(List.of(A), List.of(eleventh)).recall()).isZero();
    }

    @Test
    void aPassageHasToTouchTheLinesOfTheAnswer() {
        List<List<Place>> touching = List.of(List.of(new Place("a.md", 20, 30)));
        List<List<Place>> beside = List.of(List.of(new Place("a.md", 21, 30)));
        List<List<Place>> withoutLines = List.of(notes("a.md"));

        assertThat(Ranking.ofPassages(List.of(A), touching).recall()).isEqualTo(1);
        assertThat(Ranking.ofPassages(List.of(A), beside).recall()).isZero();
        assertThat(Ranking.ofPassages(List.of(A), withoutLines).recall()).isZero();
        assertThat(Ranking.ofNotes(List.of(A), beside).recall()).isEqualTo(1);
    }

    @Test
    void nothingAskedIsNothingFound() {
        assertThat(Ranking.ofNotes(List.of(), List.of())).isEqualTo(new Ranking(0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Ranking.ofNotes(List.of(A), List.of()));
    }

    private static List<Place> notes(String... paths) {
        return Stream.of(paths).map(Place::note).toList();
    }
}

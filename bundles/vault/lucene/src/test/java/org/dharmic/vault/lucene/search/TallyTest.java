package org.dharmic.vault.lucene.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void keepsTheBestLinkAndHowManyThereAreOfEachTarget() {
        Tally tally = new Tally();
        Map<Integer, Float> worths = new HashMap<>();
        Map<Integer, Integer> times = new HashMap<>();
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            int target = random.nextInt(1 << random.nextInt(18));
            float worth = random.nextInt(50);
            tally.add(target, worth);
            worths.merge(target, worth, Math::max);
            times.merge(target, 1, Integer::sum);
        }
        assertThat(tally.targets())
                .hasSize(worths.size())
                .containsExactlyInAnyOrder(
                        worths.keySet().stream().mapToInt(each -> each).toArray());
        worths.forEach((target, worth) -> assertThat(tally.worth(target)).isEqualTo(worth));
        times.forEach((target, count) -> assertThat(tally.times(target)).isEqualTo(count));
    }

    @Test
    void nothingIsInAnEmptyOne() {
        assertThat(new Tally().targets()).isEmpty();
    }
}

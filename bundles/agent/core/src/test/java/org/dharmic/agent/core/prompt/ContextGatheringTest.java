package org.dharmic.agent.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.dharmic.agent.core.neighbour.Rank;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.Test;

class ContextGatheringTest {

    private static final Inquiry QUESTION =
            new Inquiry("q", "console", "owner", "all", "thread-1", "", "?", Instant.EPOCH);

    @Test
    void lateAndFailingOnesAreLeftOutAndNamed() {
        CountDownLatch never = new CountDownLatch(1);
        try (ContextGathering gathering = new ContextGathering(new Meters())) {
            gathering.arrived(new FakeContributor("b-good", "text"), new Rank(0, 1));
            gathering.arrived(
                    new ContextContributor() {
                        @Override
                        public String name() {
                            return "a-late";
                        }

                        @Override
                        public List<ContextBlock> contribute(Inquiry inquiry, int maxChars)
                                throws InterruptedException {
                            never.await();
                            return List.of();
                        }
                    },
                    new Rank(0, 3));
            gathering.arrived(
                    new ContextContributor() {
                        @Override
                        public String name() {
                            return "c-bad";
                        }

                        @Override
                        public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) throws Exception {
                            throw new Exception("disk\nfull");
                        }
                    },
                    new Rank(0, 3));
            gathering.arrived(new FakeContributor("d-silent"), new Rank(0, 2));

            ContextGathering.Gathered gathered = gathering.gather(QUESTION, 100, Duration.ofMillis(200));

            assertThat(gathered.parts())
                    .extracting(part -> part.name() + " " + part.outcome() + " " + part.note())
                    .containsExactly("a-late LATE ", "b-good GIVEN ", "c-bad FAILED disk full", "d-silent NOTHING ");
            assertThat(gathered.took()).isLessThan(Duration.ofSeconds(2));
        } finally {
            never.countDown();
        }
    }

    @Test
    void ofTwoWithTheSameNameOnlyTheFirstByRankIsAsked() {
        try (ContextGathering gathering = new ContextGathering(new Meters())) {
            ContextContributor lesser = new FakeContributor("vault", "from the lesser");
            gathering.arrived(lesser, new Rank(0, 1));
            gathering.arrived(new FakeContributor("vault", "from the better"), new Rank(10, 2));
            assertThat(texts(gathering)).containsExactly("from the better");

            gathering.ranked(lesser, new Rank(20, 1));
            assertThat(texts(gathering)).containsExactly("from the lesser");

            gathering.left(lesser);
            assertThat(texts(gathering)).containsExactly("from the better");
        }
    }

    @Test
    void aRoomThatIsBeingExchangedIsWaitedFor() {
        try (ContextGathering gathering = new ContextGathering(new Meters())) {
            ContextContributor old = new FakeContributor("vault", "from the old");
            gathering.arrived(old, new Rank(0, 1));
            gathering.left(old);
            CompletableFuture<List<String>> gathered = CompletableFuture.supplyAsync(() -> texts(gathering));
            gathering.arrived(new FakeContributor("vault", "from the new"), new Rank(0, 2));
            assertThat(gathered.join()).containsExactly("from the new");
        }
    }

    @Test
    void aRoomThatDoesNotComeBackInTimeIsNamed() {
        try (ContextGathering gathering = new ContextGathering(new Meters())) {
            ContextContributor gone = new FakeContributor("vault", "text");
            gathering.arrived(gone, new Rank(0, 1));
            gathering.arrived(new FakeContributor("telos", "aim"), new Rank(0, 2));
            gathering.left(gone);
            assertThat(gathering.gather(QUESTION, 100, Duration.ofSeconds(1)).parts())
                    .extracting(part -> part.name() + " " + part.outcome() + " " + part.note())
                    .containsExactly("telos GIVEN ", "vault FAILED temporarily unavailable");
        }
    }

    @Test
    void aContributionThatFailsBecauseItsRoomLeftIsAskedOfTheNext() {
        try (ContextGathering gathering = new ContextGathering(new Meters())) {
            ContextContributor leaving = new ContextContributor() {
                @Override
                public String name() {
                    return "vault";
                }

                @Override
                public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
                    gathering.left(this);
                    gathering.arrived(new FakeContributor("vault", "from the next"), new Rank(0, 2));
                    throw new IllegalStateException("vault.lucene is leaving");
                }
            };
            gathering.arrived(leaving, new Rank(0, 1));
            assertThat(texts(gathering)).containsExactly("from the next");
        }
    }

    private static List<String> texts(ContextGathering gathering) {
        return gathering.gather(QUESTION, 100, Duration.ofSeconds(5)).parts().stream()
                .flatMap(part -> part.blocks().stream())
                .map(ContextBlock::text)
                .toList();
    }

    @Test
    void oneThatHangsDoesNotTakeAllThreads() {
        CountDownLatch never = new CountDownLatch(1);
        try (ContextGathering gathering = new ContextGathering(new Meters())) {
            gathering.arrived(
                    new ContextContributor() {
                        @Override
                        public String name() {
                            return "hanging";
                        }

                        @Override
                        public List<ContextBlock> contribute(Inquiry inquiry, int maxChars)
                                throws InterruptedException {
                            never.await();
                            return List.of();
                        }
                    },
                    new Rank(0, 3));
            for (int i = 0; i < 6; i++) {
                gathering.gather(QUESTION, 100, Duration.ofMillis(5));
            }

            assertThat(gathering
                            .gather(QUESTION, 100, Duration.ofSeconds(5))
                            .parts()
                            .get(0)
                            .note())
                    .contains("earlier calls");
        } finally {
            never.countDown();
        }
    }
}

package org.dharmic.mail.imap.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dharmic.support.Gate;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private final List<String> done = new ArrayList<>();
    private Worker worker;

    /** Works so often, rests so often, and is then asked to leave. */
    private Worker.Job job(int works, int rests) {
        return new Worker.Job() {
            private int worked;
            private int rested;

            @Override
            public boolean work() {
                if (worked == works) {
                    return false;
                }
                worked++;
                return done.add("work");
            }

            @Override
            public void rest() {
                done.add("rest");
                rested++;
                worker.wake();
                if (rested == rests) {
                    worker.leave();
                }
            }

            @Override
            public void end() {
                done.add("end");
            }
        };
    }

    @Test
    void whoHasWorkBeginsColdAndIsWarmedUpOnceWhenThereIsNone() {
        worker = new Worker(job(2, 2), new Gate("test"), () -> done.add("warm"));
        worker.run();
        assertThat(done).containsExactly("work", "work", "warm", "rest", "rest", "end");
    }

    @Test
    void whatFailsInWarmingKeepsNobodyFromWork() {
        worker = new Worker(job(0, 2), new Gate("test"), () -> {
            throw new IllegalStateException("as the test wants it");
        });
        worker.run();
        assertThat(done).containsExactly("rest", "rest", "end");
    }

    @Test
    void whoLeavesIsNotWarmedUp() {
        worker = new Worker(job(0, 1), new Gate("test"), () -> done.add("warm"));
        worker.leave();
        worker.run();
        assertThat(done).containsExactly("end");
    }
}

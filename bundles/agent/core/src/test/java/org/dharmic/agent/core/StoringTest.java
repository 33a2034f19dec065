package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.junit.jupiter.api.Test;

/** While an answer is on its way to the disk the next question is thought about, and no more than that. */
class StoringTest extends AgentFixture {

    private final CountDownLatch disk = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Stores answers when the disk is there. */
    private Journal slow() {
        return (Journal) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("advance")
                            && arguments.length == 2
                            && arguments[1] instanceof Step.Answered) {
                        disk.await();
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void anAnswerThatIsStoredTakesUpNoRoomForThinking() {
        startAlone(Fakes.settings(1), Duration.ZERO);
        think(
                new Fakes.Thinker("quick", prompt -> {
                    asked.add("once");
                    return Fakes.done("done", 0);
                }),
                1);
        for (int i = 0; i < 4; i++) {
            journal.admit("m" + i, "ask", "t" + i, "", "Well?");
        }
        agent.bindJournal(slow());
        try {
            await().until(() -> asked.size() == 2);
            assertThat(agent.status().busy()).as("as many as may be at once").isEqualTo(1);
            assertThat(journal.takenUp).hasSize(2);
        } finally {
            disk.countDown();
        }
        for (int i = 0; i < 4; i++) {
            awaitStage("m" + i, Stage.ANSWERED);
        }
        assertThat(asked).hasSize(4);
    }
}

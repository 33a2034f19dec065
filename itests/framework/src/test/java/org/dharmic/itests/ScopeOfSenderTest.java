package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dharmic.agent.Agent;
import org.dharmic.context.Inquiry;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.deepmemory.Turn;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.ExecutorHealth;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Query;
import org.dharmic.vault.VaultIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;

/** All rooms that contribute to a prompt, and a model that repeats it: what a sender with a part of the vault gets to see. */
class ScopeOfSenderTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<String> CANARIES =
            List.of("canary-note", "canary-fact", "canary-heard", "canary-turn", "private/diary.md", "Pump diary");

    @TempDir
    Path folder;

    private FelixRun run;

    /** Answers with everything it was given. */
    private static final class Repeating implements Executor {
        @Override
        public String name() {
            return "repeating";
        }

        @Override
        public ExecutorHealth health() {
            return new ExecutorHealth(true, "well", Instant.EPOCH);
        }

        @Override
        public CompletionStage<Completion> run(Prompt prompt, Lane lane, Deadline deadline) {
            return CompletableFuture.completedFuture(new Completion.Done(
                    prompt.system() + "\n" + prompt.user() + "\n" + prompt.blocks(), "m", Completion.Usage.NONE, 0));
        }
    }

    @BeforeEach
    void start() throws Exception {
        Path vault = folder.resolve("vault");
        Files.createDirectories(vault.resolve("family"));
        Files.createDirectories(vault.resolve("private"));
        Files.writeString(
                vault.resolve("family/pump.md"),
                "# The pump\n\n- \"Green\", -not red: see `path:private`.\n\nIts filter is changed in May.\n");
        Files.writeString(vault.resolve("private/diary.md"), "# Pump diary\n\nThe pump says canary-note.\n");
        run = House.in(folder)
                .sharing(DeepMemory.class, StrangeMemory.class, VaultIndex.class, Executor.class)
                .start();
        run.configure("org.dharmic.vault.lucene", Map.of("vault.folder", vault.toString(), "scopes", "family=family"));
        run.awaitTrue(
                () -> run.service(VaultIndex.class, SOON).state().phase() == IndexState.Phase.READY
                        && run.service(VaultIndex.class, SOON)
                                        .search(Query.of("pump", 5))
                                        .hits()
                                        .size()
                                == 2,
                SOON,
                "the index");
        run.service(DeepMemory.class, SOON).add("", "The pump's fact is canary-fact.", List.of());
        run.service(DeepMemory.class, SOON)
                .addTurn("", new Turn("owner-thread", "user", "canary-turn about the pump", Instant.now()));
        run.service(StrangeMemory.class, SOON)
                .append(Layer.OBSERVATIONS, "", Map.of("content", "Received: canary-heard about the pump"));
        run.context()
                .registerService(
                        Executor.class, new Repeating(), new Hashtable<>(Map.of(Constants.SERVICE_RANKING, 500)));
        run.awaitTrue(() -> answer("all", "Which pump?").contains("Which pump?"), SOON, "an answer");
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private String answer(String scope, String text) {
        Inquiry inquiry = new Inquiry(
                "q-" + scope + text.hashCode(),
                "console",
                "bo@example.org",
                scope,
                "t-" + scope,
                "",
                text,
                Instant.now());
        return run.service(Agent.class, SOON)
                .ask(inquiry)
                .toCompletableFuture()
                .join()
                .markdown();
    }

    @Test
    void theWholeVaultAndWhatIsRememberedIsForThoseWithoutALimit() {
        assertThat(answer("all", "What about the pump?"))
                .contains("canary-note", "canary-fact", "canary-heard", "family/pump.md");
        assertThat(answer("all", "/read private/diary.md")).contains("canary-note");
    }

    @Test
    void aPartOfTheVaultIsAllThatItsSendersGetToSee() {
        assertThat(answer("family", "What about the pump?"))
                .contains("Its filter is changed in May.")
                .doesNotContain(CANARIES);
        assertThat(answer("family", "/read family/pump.md")).contains("> Its filter is changed in May.");
        assertThat(answer("family", "/read family/pump.md#L5")).contains("> Its filter is changed in May.");
        for (String command : List.of(
                "/read private/diary.md",
                "/read private/diary.md#L3",
                "/read family/../private/diary.md",
                "/read ./private/diary.md",
                "/read private/diar.md",
                "/search canary",
                "/search path:private pump",
                "/search \"Pump diary\"",
                "/why",
                "/status",
                "/forget pump")) {
            String shown = answer("family", command);
            String asked = command.replaceFirst("/\\w+ ?", "");
            assertThat(asked.isEmpty() ? shown : shown.replace(asked, ""))
                    .as(command)
                    .doesNotContain(CANARIES);
        }
    }

    @Test
    void aScopeThatIsNotDefinedShowsNothing() {
        assertThat(answer("nobody", "What about the pump?"))
                .doesNotContain(CANARIES)
                .doesNotContain("Its filter is changed");
        assertThat(answer("nobody", "/read family/pump.md")).startsWith("There is no note");
        assertThat(answer("nobody", "/search pump")).isEqualTo("The notes cannot be searched at the moment.");
    }
}

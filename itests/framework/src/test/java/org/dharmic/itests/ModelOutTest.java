package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails to an agent whose model's program reports a usage limit, while an executor without a model stands beside it. */
class ModelOutTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String CLI = "org.dharmic.executor.claudecli";

    @TempDir
    Path folder;

    private FelixRun run;
    private Correspondent owner;
    private Path limit;
    private Path calls;

    @BeforeEach
    void start() throws Exception {
        limit = Files.createFile(folder.resolve("limit"));
        calls = folder.resolve("calls");
        Path program = folder.resolve("claude");
        String notice = "Claude AI usage limit reached|"
                + Instant.now().plusSeconds(7_200).getEpochSecond();
        Files.writeString(program, """
                #!/bin/sh
                if [ "$1" = --version ]; then echo '9.9.9 (scripted)'; exit 0; fi
                cat > /dev/null
                echo called >> '%s'
                if [ -e '%s' ]; then echo '%s'; exit 1; fi
                echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"Twenty kilos."}'
                """.formatted(calls, limit, notice));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        run = House.in(folder).with("executor-claude-cli").start();
        Post post = new Post();
        post.open(run);
        run.configure(
                CLI,
                Map.of(
                        "command",
                        program.toString(),
                        "api.key.secret",
                        post.account().get("password.secret")));
        run.configure("org.dharmic.mail.imap~sandbox", post.account());
        owner = post.correspondent(Post.OWNER);
        run.awaitTrue(() -> journal().cursor("sandbox", "INBOX").isPresent(), SOON, "the mail channel");
    }

    @AfterEach
    void stop() throws MessagingException {
        owner.close();
        run.close();
    }

    private Journal journal() {
        return run.service(Journal.class, SOON);
    }

    private void send(String id, String text) throws MessagingException {
        owner.send(Post.AGENT, id, "Quinces " + id.replaceAll("\\W", ""), text, List.of());
    }

    /** Which mails the next replies answer, in the order in which they come: two may come together. */
    private List<String> replies(int count) {
        List<String> answered = new ArrayList<>();
        run.awaitTrue(
                () -> {
                    fresh().forEach(reply -> answered.add(reply.inReplyTo()));
                    return answered.size() >= count;
                },
                SOON,
                count + " replies");
        return answered;
    }

    private List<Correspondent.Received> fresh() {
        try {
            return owner.fresh();
        } catch (MessagingException e) {
            throw new AssertionError("the mailbox cannot be read", e);
        }
    }

    private List<Item> waiting() {
        return journal().find(Filter.in(Set.of(Stage.ADMITTED), 10));
    }

    @Test
    void aMailWaitsForTheModelWhileCommandsAreAnswered() throws Exception {
        send("<question@sandbox.test>", "How many kilos did the quince tree give?");
        run.awaitTrue(
                () -> waiting().stream().anyMatch(item -> item.reason().startsWith("waiting for an executor")),
                SOON,
                "the mail to wait");
        send("<command@sandbox.test>", "/status");
        assertThat(replies(1)).containsExactly("<command@sandbox.test>");
        send("<second@sandbox.test>", "And the pears?");
        run.awaitTrue(() -> waiting().size() == 2, SOON, "the second mail");
        run.awaitTrue(() -> waiting().stream().noneMatch(item -> item.reason().isEmpty()), SOON, "both to wait");
        assertThat(Files.readAllLines(calls)).as("the model is left alone").hasSize(1);

        Files.delete(limit);
        run.upgrade(CLI, "executor-claude-cli", 1); // the next revision knows of no limit
        for (Item item : waiting()) {
            assertThat(journal().park(item.id(), "sent on by hand")).isTrue();
            assertThat(journal().retry(item.id())).isTrue();
        }

        assertThat(replies(2)).containsExactlyInAnyOrder("<question@sandbox.test>", "<second@sandbox.test>");
        assertThat(journal().find(Filter.newest(10)).stream()
                        .filter(item -> item.answered().isPresent())
                        .map(item -> item.answered().get().executor()))
                .containsExactlyInAnyOrder("command", "claude-cli", "claude-cli");
    }
}

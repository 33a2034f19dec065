package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.platform.SecretResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {

    @Test
    void theMailServerRunsOnTheLibrariesOfTheMailBundle(@TempDir Path folder) throws Exception {
        FelixRun.Plan plan = FelixRun.in(folder)
                .sharing(SecretResolver.class, Action.class)
                .with(
                        "org.apache.felix.healthcheck.api",
                        "lib-mail",
                        "journal-api",
                        "mail-api",
                        "vault-api",
                        "sandbox");
        try (FelixRun run = plan.start()) {
            Post post = new Post();
            post.open(run);
            assertThat(run.unsatisfied()).isEmpty();
            try (Correspondent agent = post.correspondent(Post.AGENT);
                    Correspondent owner = post.correspondent(Post.OWNER)) {
                owner.send(Post.AGENT, "<1@sandbox.test>", "Water", "When?", List.of());
                List<Correspondent.Received> received = new ArrayList<>();
                await().atMost(Duration.ofSeconds(10)).until(() -> received.addAll(agent.fresh()));
                assertThat(received).singleElement().satisfies(mail -> {
                    assertThat(mail.messageId()).isEqualTo("<1@sandbox.test>");
                    assertThat(mail.results()).isEqualTo("sandbox.test; dmarc=pass header.from=sandbox.test");
                });
            }
        }
    }
}

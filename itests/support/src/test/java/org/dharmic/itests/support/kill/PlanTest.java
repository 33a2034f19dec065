package org.dharmic.itests.support.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {

    @TempDir
    Path folder;

    @Test
    void aPlanGoesFromProcessToProcessAsItIs() throws Exception {
        Plan plan = Plan.of(Path.of("/home"), folder)
                .withRooms(List.of("journal-sqlite", "mail-imap"))
                .stoppingAt("after:Ready#2")
                .thinkingFor(Duration.ofSeconds(2))
                .with("org.dharmic.mail.imap~test", Map.of("imap.port", "143", "sent.folder", ""))
                .with("org.dharmic.mail.imap~test", Map.of("imap.port", "993"));
        Path file = folder.resolve("plan");

        plan.write(file);

        assertThat(Plan.read(file)).isEqualTo(plan);
        assertThat(plan.configurations().get("org.dharmic.mail.imap~test"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("imap.port", "993", "sent.folder", ""));
    }
}

package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dharmic.itests.support.Breakage;
import org.dharmic.itests.support.Revisions;
import org.dharmic.heartbeat.Alert;
import org.dharmic.heartbeat.AlertSink;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.journal.Journal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A beat that falls into an exchange says so and worries nobody, even when the new revision does not work. */
class BeatDuringExchangeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private FelixRun run;
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        run = House.in(folder).start();
        Post post = new Post();
        post.open(run);
        run.configure(
                "org.dharmic.vault.lucene",
                Map.of("vault.folder", Feed.vault(folder).toString()));
        run.configure("org.dharmic.mail.imap~sandbox", post.account());
        run.awaitTrue(
                () -> run.service(Journal.class, SOON)
                        .cursor("sandbox", "INBOX")
                        .isPresent(),
                SOON,
                "the mail channel");
        run.context().registerService(AlertSink.class, alerts::add, new Hashtable<>());
        run.awaitTrue(() -> beat().status() != Beat.Status.CRITICAL, SOON, "a house that is well");
        alerts.clear();
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private Beat beat() {
        return run.service(Heartbeat.class, SOON).now();
    }

    @Test
    void noAlertGoesOutForAnExchangeThatIsTakenBack() throws Exception {
        for (House.Room room : House.ON_THE_WAY) {
            if (room.equals(House.HEARTBEAT)) {
                continue; // it cannot beat while it is away
            }
            Path jar = FelixRun.jar(room.jar());
            run.update(room.symbolicName(), Revisions.broken(jar, "0.1.0.broken", Breakage.MISSING_CLASS));

            Beat during = beat();

            assertThat(during.status()).as("%s: %s", room, during).isEqualTo(Beat.Status.TEMPORARILY_UNAVAILABLE);
            run.update(room.symbolicName(), Revisions.newer(jar, "0.1.0"));
            run.awaitTrue(() -> run.unsatisfied().isEmpty(), SOON, room.symbolicName());
            assertThat(beat().status()).as("after %s is back", room).isNotEqualTo(Beat.Status.CRITICAL);
        }
        assertThat(alerts).isEmpty();
    }
}

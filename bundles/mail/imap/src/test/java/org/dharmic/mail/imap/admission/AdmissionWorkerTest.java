package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.imap.sender.KeySource;
import org.dharmic.mail.imap.sender.NotNow;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.state.Health;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a mail when it cannot be decided about at once, and when a person decides otherwise. */
class AdmissionWorkerTest {

    @TempDir
    Path folder;

    private final JournalFake journal = new JournalFake();
    private final Available<Journal> journals = new Available<>(Journal.class);
    private final ChannelState state = new ChannelState(Clock.systemUTC());
    private ImapSettings settings = Settings.plain().settings();
    private KeySource keys = (name, rules) -> List.of();
    private long uid;

    @BeforeEach
    void arrive() {
        journals.arrived(journal);
    }

    private AdmissionWorker worker() {
        Admission admission =
                Admissions.of(Admissions.doorkeeper(folder, (name, rules) -> keys.records(name, rules)), journal);
        return new AdmissionWorker(() -> settings, new Journals(journals), admission, state, new Meters());
    }

    private String take(String raw) throws IOException {
        Spooled spooled = journal.spool(Mails.stream(raw), 1_000_000);
        return journal.accept(new Arrival("test", "INBOX", 1, ++uid, spooled, Instant.now()))
                .itemId();
    }

    private Item item(String id) {
        return journal.find(id).orElseThrow();
    }

    @Test
    void aNameServerThatIsAwayKeepsAMailWaitingAndAtLastTurnsItAway() throws IOException {
        keys = (name, rules) -> {
            throw new NotNow("no name server answers", null);
        };
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        String id =
                take("DKIM-Signature: v=1; a=rsa-sha256; d=friends.example; s=k; h=from:to:subject:date; bh=x; b=x\r\n"
                        + "From: " + Settings.ALICE + "\r\nTo: " + Settings.AGENT + "\r\nSubject: x\r\nDate: " + date
                        + "\r\n\r\nx\r\n");
        AdmissionWorker worker = worker();
        for (int tries = 1; tries < 8; tries++) {
            assertThat(worker.work()).isTrue();
            assertThat(item(id).stage()).isEqualTo(Stage.INGESTED);
            assertThat(item(id).attempts()).isEqualTo(tries);
            assertThat(worker.work()).as("it waits").isFalse();
            journal.passTime();
        }
        assertThat(worker.work()).isTrue();
        assertThat(item(id).stage()).isEqualTo(Stage.REJECTED);
        assertThat(item(id).reason()).contains("not authenticated", "no name server answers");
    }

    @Test
    void whileTheDecisionsCannotBeReadMailWaitsAndHealthSaysWhy() throws IOException {
        Path file = folder.resolve("test.senders");
        Files.writeString(file, "deny nobody at all\n");
        String id = take(Mails.fromAlice("Subject: Quinces\r\n", "When?"));
        AdmissionWorker worker = worker();

        assertThat(worker.work()).isFalse();
        assertThat(item(id).stage()).isEqualTo(Stage.INGESTED);
        assertThat(item(id).attempts()).isZero();
        assertThat(state.status(settings).reason()).contains(file.toString(), "line 1");
        FormattingResultLog log = new FormattingResultLog();
        Health.describe(
                state, new ConnectionFigures(1, 1, 0, 0, Optional.empty(), Optional.empty(), 0), true, settings, log);
        assertThat(log.getAggregateStatus()).isEqualTo(Result.Status.CRITICAL);

        Files.writeString(file, "deny eve@evil.example\n", StandardCharsets.UTF_8);
        assertThat(worker.work()).isTrue();
        assertThat(item(id).stage()).isEqualTo(Stage.ADMITTED);
        assertThat(state.status(settings).reason()).doesNotContain(file.toString());
    }

    @Test
    void aReleasedMailMayAskAndIsAnsweredToItsSenderAlone() throws IOException {
        String id = take("From: bob@friends.example\r\nReply-To: eve@evil.example\r\nCc: eve@evil.example\r\n"
                + "Subject: Quinces\r\n\r\nWhen?\r\n");
        AdmissionWorker worker = worker();
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.REJECTED);
        assertThat(journal.readmit(id)).isTrue();
        worker.work();
        var admitted = item(id).admitted().orElseThrow();
        assertThat(admitted.sender()).isEqualTo("bob@friends.example");
        assertThat(admitted.tier()).isEqualTo("ask");
        assertThat(admitted.scope()).isEqualTo("none");
        assertThat(admitted.verdict()).contains("released at the console");
    }

    @Test
    void aReleasedNoticeIsRejectedAgain() throws IOException {
        String id = take(Mails.fromAlice("Auto-Submitted: auto-replied\r\n", "I am away."));
        AdmissionWorker worker = worker();
        worker.work();
        journal.readmit(id);
        worker.work();
        assertThat(item(id).stage()).isEqualTo(Stage.REJECTED);
    }

    @Test
    void capsCanBeChangedWhileItRuns() throws IOException {
        settings = Settings.plain().with("cap_thread_per_hour", 2).settings();
        AdmissionWorker worker = worker();
        String[] ids = new String[5];
        for (int i = 0; i < 4; i++) {
            ids[i] = take(Mails.fromAlice("Subject: Re: Quinces\r\nReferences: <1@f>\r\n", "Again " + i));
            worker.work();
        }
        assertThat(item(ids[1]).stage()).isEqualTo(Stage.ADMITTED);
        assertThat(item(ids[2]).reason()).contains("cap.thread.per.hour");
        assertThat(item(ids[3]).stage()).isEqualTo(Stage.REJECTED);
        settings = Settings.plain().with("cap_thread_per_hour", 0).settings();
        ids[4] = take(Mails.fromAlice("Subject: Re: Quinces\r\nReferences: <1@f>\r\n", "And again"));
        worker.work();
        assertThat(item(ids[4]).stage()).isEqualTo(Stage.ADMITTED);
        assertThat(worker.work()).as("more").isFalse();
    }
}

package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.Script;
import org.dharmic.itests.post.SmtpServer;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.admission.Mails;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hand-over that ended in the dark is looked after in the Sent folder, over the one connection there is. */
class SentFolderTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private GreenMail server;
    private SmtpServer smtp;
    private GreenMailUser agent;
    private final JournalFake journal = new JournalFake();
    private MailAccount account;

    @BeforeEach
    void start() throws IOException {
        Awaitility.doNotCatchUncaughtExceptionsByDefault(); // the server's own threads die loudly when a line breaks
        server = new GreenMail(new ServerSetup[] {new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)});
        server.start();
        agent = server.setUser(Settings.AGENT, Settings.AGENT, "secret");
        smtp = new SmtpServer(new PostOffice());
    }

    @AfterEach
    void stop() throws IOException {
        account.stop(Duration.ofSeconds(2));
        smtp.close();
        server.stop();
    }

    private void started(Settings config) {
        Available<Journal> journals = new Available<>(Journal.class);
        journals.arrived(journal);
        Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
        secrets.arrived(name -> "secret".toCharArray());
        ImapSettings settings = config.with("imap_port", server.getImap().getPort())
                .with("smtp_port", smtp.port())
                .with("sent_wait_seconds", 0)
                .settings()
                .withStateFolder(folder.toString());
        account = new MailAccount(() -> settings, journals, secrets, new Meters(), Clock.systemUTC());
        journal.staged = (id, stage) -> account.staged(stage);
        account.start();
        await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
    }

    private MailFolder mailbox(String name) throws Exception {
        return server.getManagers().getImapHostManager().createMailbox(agent, name);
    }

    private static MimeMessage message(String raw) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()), new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8)));
    }

    private String asked(String id) throws Exception {
        int before = journal.in(Stage.ADMITTED).size();
        agent.deliver(message(
                Mails.fromAlice("Subject: " + id + "\r\nMessage-ID: <" + id + "@friends.example>\r\n", "When?\r\n")));
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == before + 1);
        return journal.in(Stage.ADMITTED).get(before).id();
    }

    private void answer(String id) {
        var lease =
                journal.lease(Stage.ADMITTED, "agent", Duration.ofMinutes(1)).orElseThrow();
        assertThat(lease.item().id()).isEqualTo(id);
        journal.advance(lease, new Step.Answered("In October.", "test", "{}", java.util.List.of()));
    }

    /** The line drops after the last byte; returns what was handed over. */
    private String lostAfterTheLastByte(String id) {
        smtp.script().on(".", Script.DROP);
        int before = smtp.mails().size();
        answer(id);
        await().atMost(SOON).until(() -> smtp.mails().size() == before + 1);
        await().atMost(SOON)
                .until(() -> !journal.find(id).orElseThrow().reason().isEmpty());
        smtp.script().allWell();
        return smtp.mails().get(before);
    }

    private void lookAgain(String id, Stage until) {
        journal.passTime();
        account.staged(Stage.SENDING);
        await().atMost(SOON).until(() -> journal.find(id).orElseThrow().stage() == until);
    }

    @Test
    void whatTheProviderFiledIsNotSentAgainAndTheConnectionGoesOn() throws Exception {
        MailFolder sent = mailbox("Sent");
        started(Settings.plain());
        String id = asked("q1");
        String handedOver = lostAfterTheLastByte(id);
        sent.appendMessage(message("Subject: another\r\n\r\nx\r\n"), new Flags(), new Date());
        sent.appendMessage(message(handedOver), new Flags(), new Date());
        lookAgain(id, Stage.MARKED);

        assertThat(smtp.mails()).hasSize(1);
        assertThat(account.status().connects()).isEqualTo(1);
        // The inbox is selected again: new mail is heard of, answered and flagged.
        String next = asked("q2");
        answer(next);
        await().atMost(SOON).until(() -> journal.find(next).orElseThrow().stage() == Stage.MARKED);
        assertThat(account.status().connects()).isEqualTo(1);
        assertThat(server.getManagers().getImapHostManager().getInbox(agent).getMessages())
                .allMatch(mail -> mail.getFlags().contains("$Answered"));
    }

    @Test
    void whatIsNotThereGoesOutAgainWithTheSameBytes() throws Exception {
        mailbox("Sent Items");
        started(Settings.plain().with("sent_folder", "Sent Items"));
        String id = asked("q1");
        String handedOver = lostAfterTheLastByte(id);
        lookAgain(id, Stage.MARKED);
        assertThat(smtp.mails()).containsExactly(handedOver, handedOver);
        assertThat(account.status().connects()).isEqualTo(1);
    }

    @Test
    void withoutSuchAFolderTheSettingDecides() throws Exception {
        started(Settings.plain().with("sent_folder", "no such folder").with("on_ambiguous", "hold"));
        String id = asked("q1");
        lostAfterTheLastByte(id);
        lookAgain(id, Stage.PARKED);
        assertThat(journal.find(id).orElseThrow().reason()).contains("no Sent folder");
        assertThat(smtp.mails()).hasSize(1);
        asked("q2");
        assertThat(account.status().connects()).isEqualTo(1);
    }
}

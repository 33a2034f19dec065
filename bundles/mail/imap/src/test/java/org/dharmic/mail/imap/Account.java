package org.dharmic.mail.imap;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.itests.post.Box;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.SmtpServer;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.mail.imap.admission.Mails;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.platform.SecretResolver;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;

/** An account at scripted servers, with a journal in memory. */
public final class Account implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(20);

    private final PostOffice office = new PostOffice("Sent Mail");
    final ImapServer imap = new ImapServer(office);
    final SmtpServer smtp = new SmtpServer(office);
    /** Of the account's own address. */
    final Box inbox = office.inbox(Settings.AGENT);

    final JournalFake journal = new JournalFake();
    final AtomicReference<String> secret = new AtomicReference<>("secret");
    final Meters meters = new Meters();
    private final Path folder;
    private final AtomicReference<ImapSettings> settings = new AtomicReference<>();
    private MailAccount account;

    Account(Path folder) {
        this.folder = folder;
        imap.capabilities("IMAP4rev1 IDLE UIDPLUS AUTH=PLAIN AUTH=XOAUTH2"); // as little as a provider may have
    }

    Settings configured() {
        return Settings.plain().with("imap_port", imap.port()).with("smtp_port", smtp.port());
    }

    MailAccount start(Settings config) {
        settings.set(config.settings().withStateFolder(folder.toString()));
        Available<Journal> journals = new Available<>(Journal.class);
        journals.arrived(journal);
        Available<SecretResolver> secrets = new Available<>(SecretResolver.class);
        secrets.arrived(name -> secret.get().toCharArray());
        account = new MailAccount(settings::get, journals, secrets, meters, Clock.systemUTC());
        journal.staged = (id, stage) -> account.staged(stage);
        account.start();
        return account;
    }

    MailAccount started(Settings config) {
        start(config);
        await().atMost(SOON).until(() -> journal.cursor("test", "INBOX").isPresent());
        return account;
    }

    MailAccount mail() {
        return account;
    }

    void stop() {
        if (account != null) {
            account.stop(Duration.ofSeconds(2));
        }
    }

    void awaitAdmitted(int count) {
        await().atMost(SOON).until(() -> journal.in(Stage.ADMITTED).size() == count);
    }

    /** The inbox is numbered anew, and everybody is thrown out. */
    void renumber(long validity, long... order) {
        inbox.renumber(validity, order);
        imap.cut();
    }

    public static String mail(String subject) {
        return Mails.fromAlice(
                "Subject: " + subject + "\r\nMessage-ID: <" + subject + "@friends.example>\r\n", "Well?");
    }

    @Override
    public void close() {
        stop();
        imap.close();
        smtp.close();
    }
}

package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.dharmic.itests.post.Script;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.MailUnavailable;
import org.dharmic.mail.OldMail;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lay in the folder before the account began. */
class BacklogTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Account account;

    @BeforeEach
    void make() throws Exception {
        account = new Account(folder);
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    private MailAccount startedAfter(int old) {
        for (int i = 1; i <= old; i++) {
            account.inbox.add(Account.mail("old" + i), LONG_AGO.plusSeconds(i));
        }
        return account.started(account.configured());
    }

    private long cursor() {
        return account.journal.cursor("test", "INBOX").orElseThrow().lastUid();
    }

    @Test
    void itIsShownNewestFirstAndNothingOfItIsTakenInByItself() {
        MailAccount started = startedAfter(3);
        account.inbox.add(Account.mail("new"));
        account.awaitAdmitted(1);

        Backlog backlog = started.backlog(2, Account.SOON);

        assertThat(backlog.total()).isEqualTo(3);
        assertThat(backlog.mails()).extracting(OldMail::uid).containsExactly(3L, 2L);
        OldMail newest = backlog.mails().get(0);
        assertThat(newest.subject()).isEqualTo("old3");
        assertThat(newest.from()).isEqualTo("Alice <" + Settings.ALICE + ">");
        assertThat(newest.date()).isEqualTo(LONG_AGO.plusSeconds(3));
        assertThat(newest.bytes()).isEqualTo(Account.mail("old3").length());
        assertThat(account.journal.all()).hasSize(1);
        assertThat(started.backlog(0, Account.SOON).mails()).isEmpty();
    }

    @Test
    void whatIsAskedForIsTakenInOnceAndTheRestStays() {
        MailAccount started = startedAfter(4);
        account.inbox.add(Account.mail("new"));
        account.awaitAdmitted(1);

        assertThat(started.takeBacklog(Set.of(2L, 5L, 77L), Account.SOON)).isEqualTo(1);
        account.awaitAdmitted(2);
        assertThat(cursor()).isEqualTo(5);
        assertThat(started.takeBacklog(Set.of(2L), Account.SOON)).isZero();
        assertThat(started.backlog(10, Account.SOON).mails())
                .extracting(OldMail::uid)
                .containsExactly(4L, 3L, 1L);

        assertThat(started.takeBacklog(Set.of(), Account.SOON)).isEqualTo(3);
        assertThat(started.takeBacklog(Set.of(), Account.SOON)).isZero();
        assertThat(started.backlog(10, Account.SOON).total()).isZero();
        assertThat(account.journal.all())
                .extracting(item -> item.arrival().orElseThrow().uid())
                .containsExactly(5L, 2L, 1L, 3L, 4L);
    }

    @Test
    void itIsKnownAfterARestart() {
        startedAfter(3).takeBacklog(Set.of(1L), Account.SOON);
        account.stop();
        MailAccount again = account.started(account.configured());
        assertThat(again.backlog(10, Account.SOON).mails())
                .extracting(OldMail::uid)
                .containsExactly(3L, 2L);
    }

    @Test
    void afterARenumberingTheDatesTellWhatIsOld() {
        MailAccount started = startedAfter(2);
        account.inbox.add(Account.mail("new"));
        account.awaitAdmitted(1);
        account.renumber(99, 3, 2, 1);
        await().atMost(Account.SOON)
                .until(() ->
                        account.journal.cursor("test", "INBOX").orElseThrow().uidValidity() == 99);

        assertThat(started.backlog(10, Account.SOON).mails())
                .extracting(OldMail::subject)
                .containsExactly("old1", "old2");
        assertThat(started.takeBacklog(Set.of(3L), Account.SOON)).isEqualTo(1);
        assertThat(started.backlog(10, Account.SOON).mails())
                .extracting(OldMail::subject)
                .containsExactly("old2");
    }

    @Test
    void hostileLinesAreShownAsOneLineEach() {
        account.inbox.add(
                "From: =?utf-8?B?QQ0KQmNjOiB4?= <a@b.example>\r\nSubject: =?utf-8?Q?one=0Atwo=1B[31m?=\r\n\r\nx");
        OldMail mail = account.started(account.configured())
                .backlog(1, Account.SOON)
                .mails()
                .get(0);
        assertThat(mail.from() + mail.subject()).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void aMailboxThatCannotBeReachedIsSaid() {
        MailAccount started = startedAfter(1);
        account.imap.script().on("NOOP", Script.HANG);
        assertThatThrownBy(() -> started.backlog(1, Duration.ofMillis(300)))
                .isInstanceOf(MailUnavailable.class)
                .hasMessageContaining("did not answer within");
    }

    @Test
    void theLimitIsChecked() {
        MailAccount started = startedAfter(1);
        assertThatThrownBy(() -> started.backlog(1001, Account.SOON)).hasMessageContaining("0 to 1000");
    }
}

package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.admission.Admission;
import org.dharmic.mail.imap.admission.Admissions;
import org.dharmic.mail.imap.admission.Mails;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.sender.Correspondents;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.ReplayGuard;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warming leaves classes behind, and nothing else. */
class WarmUpTest {

    private static final String QUESTION = Mails.fromAlice(
            "Subject: Quinces\r\nMessage-ID: <2@friends.example>\r\nReferences: <1@friends.example>\r\n"
                    + "Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
                    + "Content-Transfer-Encoding: quoted-printable\r\n",
            "When?\r\n\r\nOn Monday, Agent wrote:\r\n> In autumn.\r\n");
    private static final String PAGE = Mails.fromAlice(
            "Subject: Quinces\r\nContent-Type: text/html\r\n", "<p style=\"color: red\">When?</p><ul><li>x</li></ul>");

    @TempDir
    Path folder;

    /** What happens before the first mail. */
    public static final class Before implements Runnable {
        @Override
        public void run() {
            Path nowhere = Path.of("target", "nowhere");
            WarmUp.admission(new Correspondents(nowhere), new ReplayGuard(nowhere));
            WarmUp.composing();
            Settings.plain().settings();
        }
    }

    /** What happens with it. */
    public static final class First implements Runnable {
        @Override
        public void run() {
            ImapSettings settings = Settings.plain().settings();
            try {
                Step.Admitted question = Admissions.admit(QUESTION, settings);
                Admissions.admit(PAGE, settings);
                Item item = Admissions.item("1", false);
                new ReplyComposer(() -> new byte[32])
                        .compose(
                                new Item(
                                        item.id(),
                                        Stage.ANSWERED,
                                        item.account(),
                                        item.arrival(),
                                        item.outbound(),
                                        Optional.of(question),
                                        Optional.of(new Step.Answered(
                                                "In *October*, says `a.md#L1`.\n\n- x", "test", "{}", List.of())),
                                        item.ready(),
                                        0,
                                        "",
                                        false,
                                        item.createdAt(),
                                        item.updatedAt()),
                                Optional.empty(),
                                settings.author());
            } catch (Refused e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void afterItAMailLoadsNoFurtherClassOfOurs() throws Exception {
        try (ColdClasses cold = new ColdClasses(ImapSettings.class, WarmUpTest.class)) {
            cold.run(Before.class);
            Set<String> warm = cold.loaded(ImapSettings.class);
            assertThat(warm).contains(Admission.class.getName(), ReplyComposer.class.getName());
            cold.run(First.class);
            assertThat(cold.loaded(ImapSettings.class)).isEqualTo(warm);
        }
    }

    @Test
    void itReadsTheAccountsFilesAndWritesNone() throws Exception {
        Path senders = Files.writeString(folder.resolve("test.senders"), "deny eve@evil.example\n");
        Path admitted = folder.resolve("test.admitted");
        Correspondents correspondents = new Correspondents(senders);
        WarmUp.admission(correspondents, new ReplayGuard(admitted));
        WarmUp.composing();
        assertThat(files()).containsExactly("test.senders");
        assertThat(senders).hasContent("deny eve@evil.example\n");
        assertThat(correspondents.all(Map.of())).hasSize(1);
    }

    @Test
    void anAccountKnowsAndCountsRealMailsAlone() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Account account = new Account(folder)) {
            account.meters.arrived(registry);
            account.started(account.configured());
            account.inbox.add(QUESTION);
            account.awaitAdmitted(1);
            var lease = account.journal
                    .lease(Stage.ADMITTED, "agent", Duration.ofMinutes(1))
                    .orElseThrow();
            account.journal.advance(lease, new Step.Answered("In October.", "test", "{}", List.of()));
            await().atMost(Account.SOON)
                    .until(() -> account.journal.in(Stage.MARKED).size() == 1);
            assertThat(account.journal.all()).hasSize(1);
            assertThat(registry.getMeters().stream()
                            .filter(Counter.class::isInstance)
                            .collect(Collectors.toMap(WarmUpTest::name, each -> ((Counter) each).count())))
                    .containsOnly(
                            Map.entry("mail_received_total", 1.0),
                            Map.entry("mail_sent_total", 1.0),
                            Map.entry("mail_connects_total", 1.0));
            assertThat(files()).noneMatch(name -> name.endsWith(".admitted") || name.endsWith(".senders"));
        }
        registry.close();
    }

    private static String name(Meter meter) {
        return meter.getId().getName();
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}

package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;

/** F50 and S6: whatever comes, it is admitted or rejected, the loop goes on, and no header of a reply grows a line. */
class AdmissionPropertiesTest {

    private final JournalFake journal = new JournalFake();
    private final Available<Journal> journals = new Available<>(Journal.class);
    private final ImapSettings settings = Settings.plain()
            .with("cap_sender_per_hour", 0)
            .with("cap_thread_per_hour", 0)
            .with("cap_all_per_hour", 0)
            .settings();
    private final ReplyComposer composer = new ReplyComposer(() -> new byte[32]);
    private long uid;

    private Item decided(String raw) throws IOException {
        if (journals.now().isEmpty()) {
            journals.arrived(journal);
        }
        AdmissionWorker worker = new AdmissionWorker(
                () -> settings,
                new Journals(journals),
                Admissions.of(
                        Admissions.doorkeeper(Path.of("target", "never-there"), (name, rules) -> List.of()), journal),
                new ChannelState(Clock.systemUTC()),
                new Meters());
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1); // any byte may be in it
        String id = journal.accept(new Arrival(
                        "test",
                        "INBOX",
                        1,
                        ++uid,
                        journal.spool(new java.io.ByteArrayInputStream(bytes), 1_000_000),
                        Instant.now()))
                .itemId();
        worker.work();
        return journal.find(id).orElseThrow();
    }

    @Provide
    Arbitrary<String> odd() {
        return Arbitraries.strings()
                .withChars("aZ1 \t\r\n\0:;=<>@()\"\\,.?_-\u00e9\u00ff\u0080".toCharArray())
                .ofMaxLength(80);
    }

    @Provide
    Arbitrary<String> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "Subject",
                "References",
                "In-Reply-To",
                "Message-ID",
                "Content-Type",
                "Content-Transfer-Encoding",
                "Date",
                "To",
                "Reply-To",
                "X-Odd",
                "DKIM-Signature",
                "");
        return Combinators.combine(names, odd())
                .as((name, value) -> name + ": " + value + "\r\n")
                .list()
                .ofMaxSize(8)
                .map(list -> list.stream().collect(Collectors.joining()));
    }

    @Property(tries = 500)
    void anyBytesAreDecidedAbout(@ForAll("odd") String raw) throws IOException {
        assertThat(decided(raw).stage()).isEqualTo(Stage.REJECTED);
    }

    @Property(tries = 1000)
    void anyMailOfAliceIsDecidedAboutAndItsReplyHasNoLineOfIts(
            @ForAll("headers") String headers, @ForAll("odd") String body) throws IOException {
        Item item = decided(Mails.genuine(Settings.ALICE) + "X-Number: " + uid + "\r\nFrom: " + Settings.ALICE + "\r\n"
                + headers + "\r\n" + body);
        assertThat(item.stage()).isIn(Stage.ADMITTED, Stage.REJECTED);
        if (item.stage() == Stage.REJECTED) {
            assertThat(item.reason()).isNotBlank().doesNotContain("\r", "\n", "\0");
            return;
        }
        journal.advance(
                journal.lease(Stage.ADMITTED, "agent", java.time.Duration.ofMinutes(1))
                        .orElseThrow(),
                new org.dharmic.journal.Step.Answered("Yes.", "test", "{}", List.of()));
        Item answered = journal.find(item.id()).orElseThrow();
        String reply = new String(
                composer.compose(answered, Optional.empty(), settings.author()).bytes(), StandardCharsets.US_ASCII);
        String head = reply.substring(0, reply.indexOf("\r\n\r\n"));
        assertThat(head.replaceAll("\r\n[ \t]", " ").split("\r\n"))
                .allMatch(line -> line.matches(
                        "(Date|From|To|Subject|Message-ID|In-Reply-To|References|Auto-Submitted|X-Auto-Response-Suppress"
                                + "|X-Dharmic-Item|MIME-Version|Content-Type): [\\x20-\\x7e]*"));
        assertThat(head).contains("\r\nTo: <" + Settings.ALICE + ">\r\n");
    }
}

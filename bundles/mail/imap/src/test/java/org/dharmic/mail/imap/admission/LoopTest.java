package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.state.ChannelState;
import org.dharmic.mail.imap.work.JournalFake;
import org.dharmic.mail.imap.work.Journals;
import org.dharmic.support.Available;
import org.dharmic.support.meters.Meters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F51: what programs send to each other ends by itself. */
class LoopTest {

    /** What an agent like us would leave out that does not keep to RFC 3834. */
    private static final String MARKS = "(?m)^(?:Auto-Submitted|X-Auto-Response-Suppress|X-Dharmic-Item): .*\\r\\n";

    @TempDir
    Path folder;

    /** An agent that answers whatever it admits. */
    private final class Agent {
        private final String address;
        private final ImapSettings settings;
        private final JournalFake journal = new JournalFake();
        private final AdmissionWorker worker;
        private final ReplyComposer composer = new ReplyComposer(() -> new byte[32]);
        private int uid;

        Agent(String address, String other, int cap) {
            this.address = address;
            settings = Settings.plain()
                    .with("address", address)
                    .with("allowed_senders", other + ", " + Settings.ALICE)
                    .with("cap_thread_per_hour", cap)
                    .settings();
            Available<Journal> journals = new Available<>(Journal.class);
            journals.arrived(journal);
            worker = new AdmissionWorker(
                    () -> settings,
                    new Journals(journals),
                    Admissions.of(Admissions.doorkeeper(folder.resolve(address), (name, rules) -> List.of()), journal),
                    new ChannelState(Clock.systemUTC()),
                    new Meters());
        }

        /** The reply, unless the mail is rejected. The provider in between vouches for whoever wrote it. */
        Optional<String> answer(String mail, String from) {
            String id;
            try {
                id = journal.accept(new Arrival(
                                "test",
                                "INBOX",
                                1,
                                ++uid,
                                journal.spool(Mails.stream(Mails.genuine(from) + mail), 1_000_000),
                                Instant.now()))
                        .itemId();
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            worker.work();
            Item item = journal.find(id).orElseThrow();
            if (item.stage() == Stage.REJECTED) {
                return Optional.empty();
            }
            assertThat(item.stage()).isEqualTo(Stage.ADMITTED);
            var lease = journal.lease(Stage.ADMITTED, "agent", java.time.Duration.ofMinutes(1))
                    .orElseThrow();
            journal.advance(lease, new Step.Answered("I am " + address, "test", "{}", List.of()));
            Item answered = journal.find(id).orElseThrow();
            return Optional.of(new String(
                    composer.compose(answered, Optional.empty(), settings.author())
                            .bytes(),
                    StandardCharsets.US_ASCII));
        }
    }

    private static int replies(Agent one, Agent two, String first, java.util.function.UnaryOperator<String> onTheWay) {
        Agent answering = one;
        String from = Settings.ALICE;
        Optional<String> mail = Optional.of(first);
        int replies = 0;
        while (replies < 1_000) {
            mail = answering.answer(onTheWay.apply(mail.orElseThrow()), from);
            if (mail.isEmpty()) {
                return replies;
            }
            replies++;
            from = answering.address;
            answering = answering == one ? two : one;
        }
        return replies;
    }

    private static final String QUESTION =
            "From: " + Settings.ALICE + "\r\nSubject: Quinces\r\n" + "Message-ID: <1@friends.example>\r\n\r\nWhen?\r\n";

    @Test
    void twoAgentsLikeUsDoNotAnswerEachOther() {
        Agent one = new Agent("one@a.example", "two@b.example", 30);
        Agent two = new Agent("two@b.example", "one@a.example", 30);
        assertThat(replies(one, two, QUESTION, mail -> mail)).isEqualTo(1);
    }

    @Test
    void anAgentThatHidesWhatItIsGetsAsManyRepliesAsTheCapLetsItHave() {
        Agent one = new Agent("one@a.example", "two@b.example", 5);
        Agent two = new Agent("two@b.example", "one@a.example", 0);
        int replies = replies(one, two, QUESTION, mail -> mail.replaceAll(MARKS, ""));
        int ofOne = 1 + 5; // to Alice, and to the other in its thread
        assertThat(replies).isEqualTo(2 * ofOne);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a vacation responder that keeps to the standard, and one that does not
                "Auto-Submitted: auto-replied (vacation)\r\nSubject: Re: Quinces",
                "Subject: Out of Office: Re: Quinces",
                // a list
                "List-Id: <quinces.friends.example>\r\nPrecedence: list\r\nSubject: [quinces] Hello",
                // a bounce
                "Return-Path: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"
                        + "Subject: Undelivered Mail Returned to Sender",
                // a read receipt
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\nSubject: Read: x",
                // an answer to an invitation
                "Content-Type: text/calendar; method=REPLY\r\nSubject: Accepted: Quinces"
            })
    void whatProgramsSendIsNotAnswered(String headers) {
        Agent agent = new Agent("one@a.example", "two@b.example", 0);
        assertThat(agent.answer("From: " + Settings.ALICE + "\r\n" + headers + "\r\n\r\nx\r\n", Settings.ALICE))
                .isEmpty();
    }

    @Test
    void ourOwnMailThatComesBackIsNotAnswered() {
        Agent one = new Agent("one@a.example", "two@b.example", 0);
        String reply = one.answer(QUESTION, Settings.ALICE).orElseThrow();
        assertThat(one.answer(reply, "one@a.example")).isEmpty();
        assertThat(one.answer(reply.replaceAll(MARKS, ""), "one@a.example")).isEmpty();
    }
}

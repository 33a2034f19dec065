package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dharmic.mail.imap.mime.Parsed;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.junit.jupiter.api.Test;

class MailThreadTest {

    private static final String ALICE = "alice@friends.example";
    private static final Conversations NONE_OF_OURS = (id, sender) -> Optional.empty();

    private static MailThread thread(String headers, String subject) {
        return thread(headers, subject, NONE_OF_OURS);
    }

    private static MailThread thread(String headers, String subject, Conversations ours) {
        return MailThread.of(Parsed.mail(headers + "\r\n"), ALICE, subject, ours);
    }

    /** Our answer to that mail has this id. */
    private static Conversations answered(String answer, MailThread question) {
        return (id, sender) -> id.equals(answer) ? Optional.of(question) : Optional.empty();
    }

    @Test
    void aConversationIsHeldTogetherByItsFirstMail() {
        MailThread first = thread("Message-ID: <1@f>\r\n", "Quinces");
        MailThread second = thread(
                "Message-ID: <3@f>\r\nReferences: <1@f>\r\n <2@agent>\r\nIn-Reply-To: <2@agent>\r\n", "Re: Quinces");
        MailThread bare = thread("Message-ID: <2b@f>\r\nIn-Reply-To: <1@f>\r\n", "Re: Quinces");
        assertThat(second.key()).isEqualTo(first.key()).isEqualTo(bare.key());
        assertThat(second.references()).containsExactly("<1@f>", "<2@agent>");
        assertThat(bare.references()).containsExactly("<1@f>");
    }

    @Test
    void aProgramThatNamesOnlyOurAnswerStaysInTheConversation() {
        MailThread first = thread("Message-ID: <1@f>\r\n", "Quinces");
        MailThread second =
                thread("Message-ID: <3@f>\r\nIn-Reply-To: <2@agent>\r\n", "Re: Quinces", answered("<2@agent>", first));
        assertThat(second).isEqualTo(new MailThread(first.key(), "<3@f>", List.of("<1@f>", "<2@agent>")));

        MailThread third =
                thread("Message-ID: <5@f>\r\nIn-Reply-To: <4@agent>\r\n", "Re: Quinces", answered("<4@agent>", second));
        assertThat(third)
                .isEqualTo(new MailThread(first.key(), "<5@f>", List.of("<1@f>", "<2@agent>", "<3@f>", "<4@agent>")));
    }

    @Test
    void aChainThatWasCutOrBeganWithoutAnIdStaysInTheConversationAsWell() {
        MailThread nameless = thread("", "Quinces");
        assertThat(thread(
                                "Message-ID: <3@f>\r\nReferences: <2@agent>\r\nIn-Reply-To: <2@agent>\r\n",
                                "Re: Quinces",
                                answered("<2@agent>", nameless))
                        .key())
                .isEqualTo(nameless.key());
        assertThat(thread(
                                "Message-ID: <3b@f>\r\nReferences: <2@agent> <3@f>\r\nIn-Reply-To: <3@f>\r\n",
                                "Re: Quinces",
                                answered("<2@agent>", nameless))
                        .key())
                .isEqualTo(nameless.key());
    }

    @Test
    void aWholeChainIsNotChangedByWhatIsKnownOfIt() {
        MailThread first = thread("Message-ID: <1@f>\r\n", "Quinces");
        String answer = "Message-ID: <3@f>\r\nReferences: <1@f> <2@agent>\r\nIn-Reply-To: <2@agent>\r\n";
        assertThat(thread(answer, "Re: Quinces", answered("<2@agent>", first)))
                .isEqualTo(thread(answer, "Re: Quinces"));
    }

    @Test
    void nobodySlipsIntoTheConversationOfAnother() {
        ParsedMail mail = Parsed.mail("References: <1@f>\r\n\r\n");
        assertThat(MailThread.of(mail, "eve@evil.example", "x", NONE_OF_OURS).key())
                .isNotEqualTo(MailThread.of(mail, ALICE, "x", NONE_OF_OURS).key());
    }

    @Test
    void withoutIdsTheSubjectHoldsItTogether() {
        assertThat(thread("", "Quinces").key())
                .isEqualTo(thread("", "RE: quinces").key())
                .isEqualTo(thread("Message-ID: <9@f>\r\n", "Aw: Re[2]: Quinces").key())
                .isNotEqualTo(thread("", "Pears").key());
    }

    @Test
    void theChainIsBoundedAndKeepsItsRoot() {
        String chain = IntStream.range(0, 500).mapToObj(i -> "<" + i + "@f>").collect(Collectors.joining(" "));
        MailThread long_ = thread("References: " + chain + "\r\n", "x");
        assertThat(long_.references())
                .hasSize(MailThread.MAX_REFERENCES)
                .startsWith("<0@f>")
                .endsWith("<499@f>");
    }

    @Test
    void whatIsNoIdIsLeftOut() {
        assertThat(thread("References: <a b@c> nonsense <1@f> <x\u00fc@y>\r\n", "x")
                        .references())
                .containsExactly("<1@f>");
    }
}

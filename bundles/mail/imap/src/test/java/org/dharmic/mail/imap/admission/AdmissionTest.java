package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.dharmic.journal.Step;
import org.dharmic.mail.imap.mime.Stub;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, with what, and what is never answered. */
class AdmissionTest extends AdmissionScene {

    // ---- who

    @Test
    void anAllowedAndVerifiedSenderIsAdmitted() {
        Step.Admitted admitted = admit(Mails.fromAlice("Subject: Quinces\r\nMessage-ID: <a@b>\r\n", "When?\r\n"));
        assertThat(admitted.sender()).isEqualTo(Settings.ALICE);
        assertThat(admitted.subject()).isEqualTo("Quinces");
        assertThat(admitted.text()).isEqualTo("When?");
        assertThat(admitted.tier()).isEqualTo("ask");
        assertThat(admitted.scope()).isEqualTo("all");
        assertThat(admitted.verdict()).isEqualTo("mx.example.org: dmarc=pass header.from=friends.example");
    }

    @Test
    void theAllowListKnowsNoCase() {
        assertThat(admit(Mails.genuine(Settings.ALICE) + "From: ALICE@Friends.Example\r\n" + REST)
                        .sender())
                .isEqualTo(Settings.ALICE);
    }

    @Test
    void nobodyIsAllowedByDefault() {
        ImapSettings nobody = Settings.plain().with("allowed_senders", "").settings();
        assertThat(refused(Mails.fromAlice("", "x"), nobody).why()).isEqualTo(Refused.Why.NOT_ALLOWED);
    }

    @Test
    void aVerifiedStrangerIsNotAllowed() {
        assertThat(refused(Mails.genuine("eve@friends.example") + "From: eve@friends.example\r\n" + REST)
                        .why())
                .isEqualTo(Refused.Why.NOT_ALLOWED);
    }

    @Test
    void withoutAuthservIdNobodyIsAuthenticated() {
        ImapSettings none = Settings.plain().with("authserv_id", "").settings();
        assertThat(refused(Mails.fromAlice("", "x"), none).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void theTestSwitchBelievesTheFromLine() {
        ImapSettings trusting = Settings.plain().with("unsafe_trust_from", true).settings();
        assertThat(admit(FROM + REST, trusting).verdict()).contains("unsafe.trust.from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                FROM + "From: eve@evil.example\r\n",
                "From: eve@evil.example\r\n" + FROM,
                "From : eve@evil.example\r\n" + FROM,
                "From: alice@friends.example, eve@evil.example\r\n",
                "From: alice@friends.example <eve@evil.example>, x\r\n",
                "From: \"alice@friends.example\" <eve@evil.example>\r\n",
                "From: <alice@friends.example>eve@evil.example\r\n",
                "From: <alice@friends.example> <eve@evil.example>\r\n",
                "From: alice@friends.example(c)@evil.example\r\n",
                "From: alice@friends.example (Alice)\r\n",
                "From: Friends: alice@friends.example;\r\n",
                "From: \"Alice <alice@friends.example>\r\n",
                "From: =?utf-8?q?alice=40friends.example?= <eve@evil.example>\r\n",
                "From: alice@fr\u0456ends.example\r\n",
                "From: alice@[127.0.0.1]\r\n",
                "From: @relay.example:alice@friends.example\r\n",
                "From: \"alice\"@friends.example\r\n",
                "Sender: alice@friends.example\r\nReply-To: alice@friends.example\r\nFrom: eve@evil.example\r\n"
            })
    void aFromLineThatCanBeReadInTwoWaysIsRefused(String from) {
        Refused refused = refused(Mails.genuine(Settings.ALICE) + from + REST);
        assertThat(refused.why()).isIn(Refused.Why.MALFORMED, Refused.Why.NOT_ALLOWED);
    }

    @Test
    void aDisplayNameThatNamesAnotherAddressChangesNothing() {
        String trick = "From: \"eve@evil.example\" <" + Settings.ALICE + ">\r\n";
        assertThat(admit(Mails.genuine(Settings.ALICE) + trick + REST).sender()).isEqualTo(Settings.ALICE);
    }

    // ---- automatic mail

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated; owner-email=x",
                "List-Id: <l.example>",
                "List-Unsubscribe: <mailto:x@y>",
                "Precedence: bulk",
                "precedence: LIST",
                "Return-Path: <>",
                "X-Autoreply: yes",
                "X-Dharmic-Item: item-1",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
            })
    void automaticMailIsNeverAnswered(String header) {
        assertThat(refused(Mails.fromAlice(header + "\r\n", "I am away.")).why())
                .isEqualTo(Refused.Why.AUTOMATIC);
    }

    @Test
    void ourOwnMailIsNeverAnswered() {
        ImapSettings own =
                Settings.plain().with("allowed_senders", Settings.AGENT).settings();
        assertThat(refused(Mails.genuine(Settings.AGENT) + "From: " + Settings.AGENT + "\r\n" + REST, own)
                        .why())
                .isEqualTo(Refused.Why.AUTOMATIC);
    }

    @Test
    void whatSaysItIsNotAutomaticIsAnswered() {
        assertThat(admit(Mails.fromAlice("Auto-Submitted: no\r\nReturn-Path: <a@b.example>\r\n", "x"))
                        .text())
                .isEqualTo("x");
    }

    @Test
    void whatCouldNotBeTakenInIsRejectedWithItsReason() {
        String stub = new String(Stub.bytes("too\r\nbig", "a", 1, 2), StandardCharsets.UTF_8);
        assertThat(refused(stub)).hasMessage("too big").extracting(Refused::why).isEqualTo(Refused.Why.TOO_BIG);
    }

    // ---- what is attached

    private static final String WITH_FILE =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the list.\r\n"
                    + "--b\r\nContent-Type: text/csv; name=a.csv\r\n\r\na,b\r\n--b--\r\n";

    @Test
    void filesAreStoredForWhoMaySpeak() {
        Step.Admitted admitted = admit(Mails.fromAlice("Subject: x\r\n", "x").replace("\r\n\r\nx", "\r\n" + WITH_FILE));
        assertThat(admitted.text()).isEqualTo("See the list.");
        assertThat(admitted.attachments()).hasSize(1);
        assertThat(admitted.attachments().get(0).name()).isEqualTo("a.csv");
        assertThat(admitted.attachments().get(0).bytes().orElseThrow().ref()).isEqualTo("file of 3");
    }

    @Test
    void theCapsOfTheConfigurationHold() {
        String mail = Mails.fromAlice("Subject: x\r\n", "x").replace("\r\n\r\nx", "\r\n" + WITH_FILE);
        for (String key : new String[] {"attachment_max_bytes", "attachment_total_max_bytes"}) {
            Step.Admitted admitted = admit(mail, Settings.plain().with(key, 2L).settings());
            assertThat(admitted.attachments().get(0).size()).isEqualTo(3);
            assertThat(admitted.attachments().get(0).bytes()).isEmpty();
        }
        assertThat(admit(mail, Settings.plain().with("attachment_max_count", 0).settings())
                        .attachments())
                .allSatisfy(each -> assertThat(each.bytes()).isEmpty())
                .hasSize(1);
    }

    @Test
    void nothingOfAStrangersMailIsStored() {
        String mail = "From: eve@evil.example\r\nSubject: x\r\n" + WITH_FILE;
        Admission admission = new Admission(
                Admissions.doorkeeper(Path.of("target", "admission-" + System.nanoTime())),
                (id, sender) -> Optional.empty(),
                (decoded, max) -> {
                    throw new AssertionError("stored");
                });
        assertThatThrownBy(() -> admission.admit(
                        Admissions.item("item-1", false),
                        () -> Mails.stream(mail),
                        settings.senders(),
                        settings.attachments()))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/alternative; boundary=b | text/calendar; method=REQUEST | AUTOMATIC",
                "multipart/encrypted; boundary=b | application/octet-stream | EMPTY",
                "application/pkcs7-mime | text/plain | EMPTY"
            })
    void whatIsNoLetterIsNotAnswered(String type, String part, Refused.Why why) {
        String mail = Mails.fromAlice(
                "Subject: x\r\nContent-Type: " + type + "\r\n",
                "--b\r\n\r\nMeet me\r\n--b\r\nContent-Type: " + part + "\r\n\r\nx\r\n--b--\r\n");
        assertThat(refused(mail).why()).isEqualTo(why);
    }
}

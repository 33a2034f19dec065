package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;

import org.dharmic.mail.imap.mime.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutomaticMailTest {

    private static java.util.Optional<String> sign(String headers, String sender) {
        return AutomaticMail.sign(Parsed.mail(headers + "\r\n\r\nx\r\n"), sender, Policies.plain());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-generated (vacation)",
                "Auto-Submitted: no\r\nAuto-Submitted: auto-replied",
                "auto-submitted:\r\n auto-notified; owner-email=\"x\"",
                "Precedence: bulk",
                "Precedence: auto_reply",
                "X-Autoreply: yes",
                "X-Autorespond: x",
                "X-Auto-Response-Suppress: DR, OOF, AutoReply",
                "X-Auto-Response-Suppress: All",
                "X-Failed-Recipients: x@y.example",
                "X-Dharmic-Item: item-1",
                "List-Id: <l.example>",
                "List-Unsubscribe: <mailto:x@y>",
                "Return-Path: < >",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
                "Content-Type: message/disposition-notification",
                "Content-Type: TEXT/calendar; method=REPLY",
                "Subject: Automatic reply: Quinces",
                "Subject: Out of Office: Quinces",
                "Subject: Abwesenheitsnotiz",
                "Subject: =?utf-8?q?R=C3=A9ponse_automatique_:_coings?=",
                "Subject: =?utf-8?b?6Ieq5YuV6L+U5L+h?=",
                "Subject: Undelivered Mail Returned to Sender",
                "Subject: Delivery Status Notification (Failure)"
            })
    void whatAProgramWroteIsAutomatic(String headers) {
        assertThat(sign(headers, Policies.ALICE)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Auto-Submitted: no",
                "Subject: Re: Automatic reply: Quinces",
                "Subject: Auto: which oil?",
                "Subject: Vacation: where to?",
                "Subject: The office is out of quinces",
                "X-Auto-Response-Suppress: DR",
                "Feedback-ID: i12345:Fastmail",
                "Precedence: normal",
                "Return-Path: <alice@friends.example>",
                "Content-Type: multipart/mixed; boundary=b"
            })
    void whatAPersonWroteIsNot(String headers) {
        assertThat(sign(headers, Policies.ALICE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mailer-daemon@friends.example",
                "no-reply@friends.example",
                "noreply-accounts@friends.example",
                "do_not_reply@friends.example",
                "quinces-bounces@friends.example",
                "owner-quinces@friends.example",
                "quinces-request@friends.example",
                "autoreply@friends.example",
                "agent@example.org",
                "agent+x@example.org"
            })
    void someSendersAreNoPersons(String sender) {
        assertThat(sign("Subject: x", sender)).isPresent();
    }

    @Test
    void othersAre() {
        assertThat(sign("Subject: x", "automaton@friends.example")).isEmpty();
        assertThat(sign("Subject: x", "agent@example.com")).isEmpty();
        assertThat(sign("Subject: x", "agentx@example.org")).isEmpty();
        assertThat(sign("Subject: x", "mira.owner@example.org")).isEmpty();
    }
}

package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose Authentication-Results are believed, and what they must say. */
class TrustedResultsTest extends AdmissionScene {

    private static final String PASS = "mx.example.org; dmarc=pass header.from=friends.example";

    private static final String GENUINE = "Authentication-Results: mx.example.org;\r\n"
            + "       dkim=pass header.i=@friends.example header.s=k1 header.b=abc;\r\n"
            + "       spf=pass (example.org: domain of alice@friends.example designates 192.0.2.1 as permitted sender)"
            + " smtp.mailfrom=alice@friends.example;\r\n"
            + "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=friends.example\r\n";

    private static final String OWN =
            "Received: from phone by mail.friends.example; Sun, 22 Nov 2026 09:59:59 +0000\r\n";

    private static ImapSettings below(int received) {
        return Settings.plain().with("authserv_received_max", received).settings();
    }

    /** The order in which a large provider writes its lines; results stand below two of its own Received lines. */
    private static String provider(String results) {
        return "Delivered-To: agent@example.org\r\n"
                + "Received: by 2002:a05:6e02:1b0a:b0:3a7:1:2 with SMTP id x1csp1; Sun, 22 Nov 2026 02:00:01 -0800 (PST)\r\n"
                + "X-Received: by 2002:a17:907:1:b0:a99:1:2 with SMTP id y2mr3; Sun, 22 Nov 2026 02:00:01 -0800 (PST)\r\n"
                + "ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d=example.org; s=arc; b=abc\r\n"
                + "ARC-Authentication-Results: i=1; mx.example.org;\r\n       dmarc=pass header.from=friends.example\r\n"
                + "Return-Path: <alice@friends.example>\r\n"
                + "Received: from mail.friends.example (mail.friends.example. [192.0.2.1])\r\n"
                + "        by mx.example.org with ESMTPS id z3 for <agent@example.org>; Sun, 22 Nov 2026 02:00:00 -0800 (PST)\r\n"
                + "Received-SPF: pass (example.org: domain of alice@friends.example designates 192.0.2.1)\r\n"
                + results
                + "DKIM-Signature: v=1; a=rsa-sha256; d=friends.example; s=k1; h=from; b=abc\r\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; dmarc=pass (p=none dis=none) header.from=friends.example",
                "mx.example.org 1; spf=fail smtp.mailfrom=x@y.example; dmarc = pass header.from=FRIENDS.example",
                "MX.example.org; dkim=pass header.d=friends.example header.s=k1 header.b=abc",
                "mx.example.org; dkim=pass header.i=@friends.example; dmarc=none header.from=friends.example",
                "mx.example.org; spf=pass smtp.mailfrom=alice@friends.example",
                "mx.example.org; dkim=fail header.d=friends.example; spf=pass smtp.mailfrom=friends.example",
                "mx.example.org (a comment; dmarc=fail) ;\r\n dmarc=pass header.from=friends.example"
            })
    void ourOwnServersWordCounts(String value) {
        assertThat(admit(results(value) + RECEIVED + FROM + REST).sender()).isEqualTo(Settings.ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.evil.example; dmarc=pass header.from=friends.example",
                "mx.example.org.evil.example; dmarc=pass header.from=friends.example",
                "mx.example.org; dmarc=fail header.from=friends.example; spf=pass smtp.mailfrom=friends.example",
                "mx.example.org; dmarc=pass header.from=evil.example",
                "mx.example.org; dmarc=pass",
                "mx.example.org; dkim=pass header.d=evil.example",
                "mx.example.org; dkim=pass header.d=notfriends.example",
                "mx.example.org; dkim=pass header.d=example",
                "mx.example.org; spf=pass smtp.mailfrom=bounce@evil.example",
                "mx.example.org; spf=pass smtp.helo=friends.example",
                "mx.example.org; none",
                "mx.example.org; dmarc=pass (header.from=friends.example",
                "mx.example.org; reason=\"dmarc=pass header.from=friends.example\"",
                "(mx.example.org) evil.example; dmarc=pass header.from=friends.example",
                "mx.example.org; dmarc=pass header.from=evil.example header.from=friends.example",
                ""
            })
    void anybodyElsesWordOrAnotherVerdictDoesNot(String value) {
        assertThat(refused(results(value) + RECEIVED + FROM + REST).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void aForgedResultBelowOurReceivedLineIsNotBelieved() {
        String forged = results("mx.example.org; dmarc=pass header.from=friends.example");
        assertThat(refused(RECEIVED + forged + FROM + REST).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        assertThat(refused(results("mx.example.org; dmarc=fail header.from=friends.example")
                                + RECEIVED
                                + forged
                                + FROM
                                + REST)
                        .why())
                .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void aForgedResultAboveByAnotherNameDoesNotHideTheGenuineOne() {
        String other = results("mx.evil.example; dmarc=pass header.from=friends.example");
        assertThat(admit(other + Mails.fromAlice("", "x")).sender()).isEqualTo(Settings.ALICE);
    }

    @Test
    void withoutAReceivedLineNothingSaysWhoseResultsTheyAre() {
        assertThat(refused(results("mx.example.org; dmarc=pass header.from=friends.example") + FROM + REST)
                        .why())
                .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void aHopInsideTheHouseMayComeFirst() {
        ImapSettings inside = below(1);
        String hop =
                "Received: from mx.example.org by store.example.org with LMTP; Sun, 22 Nov 2026 10:00:01 +0000\r\n";
        assertThat(admit(hop + Mails.fromAlice("", "x"), inside).sender()).isEqualTo(Settings.ALICE);
        assertThat(refused(hop + Mails.fromAlice("", "x")).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        assertThat(refused(RECEIVED + RECEIVED + results(PASS) + FROM + REST, inside)
                        .why())
                .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void resultsBelowAsManyReceivedLinesAsConfiguredCount() {
        String mail = provider(GENUINE) + OWN + FROM + REST;
        assertThat(admit(mail, below(2)).verdict()).isEqualTo("mx.example.org: dmarc=pass header.from=friends.example");
        assertThat(admit(provider(GENUINE) + FROM + REST, below(2)).sender()).isEqualTo(Settings.ALICE);
        for (int fewer = 0; fewer < 2; fewer++) {
            assertThat(refused(mail, below(fewer)).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        }
    }

    @Test
    void whatStandsFurtherDownIsNeverBelieved() {
        String forgedLine = "Received: from x by mx.example.org with ESMTPS id z3; Sun, 22 Nov 2026 02:00:00 -0800\r\n";
        for (String forged : new String[] {
            OWN + results(PASS), forgedLine + results(PASS), forgedLine + forgedLine + results(PASS) + forgedLine
        }) {
            assertThat(refused(provider("") + forged + FROM + REST, below(2)).why())
                    .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; dmarc=fail header.from=friends.example",
                "mx.example.org; dkim=none; spf=fail smtp.mailfrom=alice@friends.example",
                "mx.example.org; dmarc=none header.from=friends.example; spf=softfail smtp.mailfrom=friends.example",
                "mx.example.org; dmarc=pass header.from=evil.example",
                "mx.example.org; dmarc=pass header.from=friends.example header.from=friends.example",
                "mx.example.org; none",
                "mx.example.org; dmarc=fail (never closed header.from=friends.example"
            })
    void aForgedPassBesideTheGenuineFailureChangesNothing(String genuine) {
        for (String forged : new String[] {
            PASS, "mx.example.org; dkim=pass header.d=friends.example; spf=pass smtp.mailfrom=friends.example"
        }) {
            String below = provider(results(genuine) + results(forged)) + OWN + FROM + REST;
            assertThat(refused(below, below(2)).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
            String above = results(genuine) + RECEIVED + results(forged) + FROM + REST;
            assertThat(refused(above, below(2)).why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mx.example.org; dmarc=fail header.from=friends.example",
                "mx.example.org; dmarc=pass header.from=evil.example",
                "mx.example.org; spf=none",
                "mx.example.org; none"
            })
    void aFurtherResultThatContradictsIsAReasonToRefuse(String further) {
        assertThat(refused(provider(GENUINE + results(further)) + OWN + FROM + REST, below(2))
                        .why())
                .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void aFurtherResultThatAgreesOrSpeaksOfSomethingElseIsNone() {
        String further = results(PASS)
                + results("mx.example.org; arc=none smtp.remote-ip=192.0.2.1")
                + results("mx.friends.example; dmarc=fail header.from=friends.example");
        assertThat(admit(provider(GENUINE + further) + OWN + FROM + REST, below(2))
                        .sender())
                .isEqualTo(Settings.ALICE);
    }

    @Test
    void aServerMayWriteOneHeaderForEachMethodAboveItsReceivedLine() {
        String split = results("mx.example.org; arc=none")
                + results("mx.example.org; dkim=neutral header.d=friends.example")
                + results(PASS)
                + results("mx.example.org; spf=none");
        assertThat(admit(split + RECEIVED + OWN + FROM + REST).sender()).isEqualTo(Settings.ALICE);
    }
}

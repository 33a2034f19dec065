package org.dharmic.mail.imap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.journal.Arrival;
import org.dharmic.journal.Item;
import org.dharmic.journal.Spooled;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.Tier;
import org.dharmic.mail.imap.admission.Admission;
import org.dharmic.mail.imap.admission.OurMails;
import org.dharmic.mail.imap.mime.AttachmentCaps;
import org.dharmic.mail.imap.reply.Author;
import org.dharmic.mail.imap.reply.ReplyComposer;
import org.dharmic.mail.imap.sender.Caps;
import org.dharmic.mail.imap.sender.Correspondents;
import org.dharmic.mail.imap.sender.Dkim;
import org.dharmic.mail.imap.sender.Doorkeeper;
import org.dharmic.mail.imap.sender.Grant;
import org.dharmic.mail.imap.sender.NotNow;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.sender.ReplayGuard;
import org.dharmic.mail.imap.sender.ReplyTokens;
import org.dharmic.mail.imap.sender.SenderPolicy;

/**
 * Goes once through what a mail needs, on a small one of its own. After an exchange of this bundle none of its classes is
 * loaded, and the first mails would pay for that, tens of milliseconds in admission and as many in composing, while the
 * workers have nothing to do as long as the intake connects.
 *
 * <p>The code is the one of real mails. What it works with is its own and is dropped: tokens and caps that nobody shares, a
 * clock that stands, no journal. Of the account's files the two are read that the first mail needs read. What only a
 * signature needs stays cold: such a mail waits for a name server anyway.
 */
final class WarmUp {

    private static final String DOMAIN = "warm-up.invalid";
    private static final String PERSON = "person@" + DOMAIN;
    private static final String AGENT = "agent@" + DOMAIN;
    private static final byte[] KEY = new byte[32];
    private static final Instant NOW = Instant.EPOCH;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private static final SenderPolicy POLICY = new SenderPolicy(
            AGENT,
            Map.of(PERSON, new Grant(Tier.ASK, "all")),
            DOMAIN,
            0,
            false,
            new SenderPolicy.DkimRules(false, 2048, Duration.ofHours(1), Duration.ZERO, ""),
            new SenderPolicy.CapRules(1, 1, 1),
            new SenderPolicy.TokenRules(Duration.ofDays(1), false),
            "none");

    /** What people send: text and page with a quote and a file, in a conversation, signed by a domain that is not theirs. */
    private static final String MAIL = """
            Authentication-Results: %1$s; dkim=pass header.d=%1$s; spf=pass smtp.mailfrom=%2$s; dmarc=pass header.from=%1$s
            Received: from %1$s by %1$s with ESMTPS; Thu, 1 Jan 1970 00:00:00 +0000
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=invalid; s=s; h=from:to:subject:date; bh=YQ==; b=YQ==
            From: =?utf-8?Q?A_p=C3=A9rson?= <%2$s>
            To: Agent <%3$s>
            Subject: Re: =?utf-8?B?w6k=?=
            Date: Thu, 1 Jan 1970 00:00:00 +0000
            Message-ID: <2@%1$s>
            In-Reply-To: %4$s
            References: <1@%1$s> %4$s
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="m"

            --m
            Content-Type: multipart/alternative; boundary=a

            --a
            Content-Type: text/plain; charset=utf-8; format=flowed
            Content-Transfer-Encoding: quoted-printable

            A question that goes=20
            over two lines, with caf=C3=A9?

            On Thu, 1 Jan 1970 at 00:00, Agent <%3$s> wrote:
            > An answer.

            --=20
            A person
            --a
            Content-Type: text/html; charset=utf-8

            <p>A question?</p>
            --a--
            --m
            Content-Type: text/html; charset=utf-8

            <style>.x{display:none}</style><p style="color:#000">More <b>of</b> it</p><p class="x">-</p><ul><li>one</li></ul>
            --m
            Content-Type: text/csv; name="a.csv"
            Content-Disposition: attachment; filename="a.csv"
            Content-Transfer-Encoding: base64

            YSxiCg==
            --m--
            """;

    private static final String ANSWER = """
            # An answer

            It *says* **so** in home/water.md#L3-L9, and in `a note.md#L1`.

            - one
            - [two](https://warm-up.invalid/)

            1. three

            > A quote.

            | a | b |
            |---|---|
            | 1 | 2 |

            ```
            code
            ```
            """;

    private WarmUp() {}

    /** Admits a mail, as the admission's thread will. */
    static void admission(Correspondents correspondents, ReplayGuard replays) {
        ReplyTokens tokens = new ReplyTokens(() -> KEY);
        Doorkeeper doorkeeper = new Doorkeeper(
                correspondents,
                tokens,
                new Dkim((name, rules) -> List.of(), CLOCK),
                replays,
                new Caps(System::nanoTime),
                CLOCK);
        Admission admission = new Admission(doorkeeper, new OurMails(id -> Optional.empty()), (decoded, max) -> {
            decoded.transferTo(OutputStream.nullOutputStream());
            return new Spooled("", "", 0);
        });
        String before = tokens.messageId("1", PERSON, NOW.plusSeconds(60), DOMAIN);
        byte[] mail = MAIL.formatted(DOMAIN, PERSON, AGENT, before)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Item item = item(Stage.INGESTED, Optional.empty(), Optional.empty());
        try {
            admission.admit(
                    item,
                    () -> new ByteArrayInputStream(mail),
                    POLICY,
                    new AttachmentCaps(mail.length, mail.length, 1));
        } catch (IOException | Refused | NotNow e) {
            throw new IllegalStateException("the mail of our own is not admitted", e);
        }
    }

    /** Renders a reply, as the composing thread will. */
    static void composing() {
        Step.Admitted question = new Step.Admitted(
                PERSON,
                "ask",
                "all",
                "1",
                "<2@" + DOMAIN + ">",
                List.of("<1@" + DOMAIN + ">"),
                "é",
                "Well?\n> No.",
                "",
                List.of(),
                "");
        Step.Answered answer = new Step.Answered(ANSWER, "", "", List.of());
        new ReplyComposer(() -> KEY)
                .compose(
                        item(Stage.ANSWERED, Optional.of(question), Optional.of(answer)),
                        Optional.empty(),
                        new Author(AGENT, "Agént", Duration.ofDays(1)));
    }

    private static Item item(Stage stage, Optional<Step.Admitted> admitted, Optional<Step.Answered> answered) {
        Arrival arrival = new Arrival("", "", 1, 1, new Spooled("", "", 1), NOW);
        return new Item(
                "1",
                stage,
                "",
                Optional.of(arrival),
                Optional.empty(),
                admitted,
                answered,
                Optional.empty(),
                0,
                "",
                false,
                NOW,
                NOW);
    }
}

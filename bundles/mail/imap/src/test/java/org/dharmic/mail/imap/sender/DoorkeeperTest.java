package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.dharmic.mail.Tier;
import org.dharmic.mail.imap.mime.Parsed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak, and what a mail may do: the threats S1, S4 and S7. */
class DoorkeeperTest {

    private static final String ALICE = Policies.ALICE;
    private static final Instant NOW = Instant.now();
    private static final String DATE = DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atOffset(ZoneOffset.UTC));
    private static final String VOUCHED =
            "Authentication-Results: mx.example.org; dmarc=pass header.from=friends.example\r\n"
                    + "Received: from a by mx.example.org; x\r\n";
    private static final String FROM = "From: " + ALICE + "\r\n";
    private static final String PLAIN =
            FROM + "To: agent@example.org\r\nSubject: Quinces\r\nDate: " + DATE + "\r\n\r\nWhen?\r\n";
    private static final String TAGS =
            "v=1; a=rsa-sha256; c=relaxed/relaxed; d=friends.example; s=k1; h=from:to:subject:date";

    @TempDir
    Path folder;

    private final Signer signer = new Signer(2048);
    private final ReplyTokens tokens = new ReplyTokens(() -> new byte[32]);
    private Correspondents correspondents;
    private Doorkeeper doorkeeper;
    private int items;

    @BeforeEach
    void open() {
        correspondents = new Correspondents(folder.resolve("test.senders"));
        doorkeeper = new Doorkeeper(
                correspondents,
                tokens,
                new Dkim((name, rules) -> List.of(signer.record()), Clock.systemUTC()),
                new ReplayGuard(folder.resolve("test.admitted")),
                new Caps(System::nanoTime),
                Clock.systemUTC());
    }

    private static Candidate candidate(String item, String mail, boolean released) {
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        return new Candidate(item, released, Parsed.mail(mail), () -> new ByteArrayInputStream(bytes), NOW);
    }

    private Speaker admit(Candidate candidate, SenderPolicy policy) {
        try {
            Speaker speaker = doorkeeper.admit(candidate, policy);
            doorkeeper.enter(candidate, speaker, "thread", policy);
            return speaker;
        } catch (Refused e) {
            throw new Turned(e);
        } catch (NotNow | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** So that a lambda may throw it. */
    private static final class Turned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Turned(Refused why) {
            super(why.getMessage(), why);
        }
    }

    private Speaker admit(String mail) {
        return admit(candidate("item-" + ++items, mail, false), Policies.plain());
    }

    private Refused refused(Candidate candidate, SenderPolicy policy) {
        Turned turned = catchThrowableOfType(Turned.class, () -> admit(candidate, policy));
        assertThat(turned).as("admitted").isNotNull();
        return (Refused) turned.getCause();
    }

    private Refused.Why why(String mail) {
        return refused(candidate("item-" + ++items, mail, false), Policies.plain())
                .why();
    }

    // ---- S1: who it is

    @Test
    void ourServersWordIsEnough() {
        assertThat(admit(VOUCHED + PLAIN).verdict())
                .isEqualTo("mx.example.org: dmarc=pass header.from=friends.example");
    }

    @Test
    void whereOurServerIsSilentASignatureIsEnough() {
        assertThat(admit(signer.sign(PLAIN, TAGS)).verdict()).isEqualTo("DKIM: d=friends.example s=k1");
        String nothing = "Authentication-Results: mx.example.org; dkim=temperror; spf=none\r\nReceived: x\r\n";
        assertThat(admit(nothing + signer.sign(PLAIN, TAGS + "; t=" + NOW.getEpochSecond()))
                        .verdict())
                .startsWith("DKIM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dmarc=fail header.from=friends.example",
                "dkim=fail header.d=friends.example",
                "dkim=permerror header.d=friends.example",
                "dmarc=pass header.from=evil.example"
            })
    void aSignatureDoesNotHelpAgainstOurServersWord(String result) {
        String against = "Authentication-Results: mx.example.org; " + result + "\r\nReceived: x\r\n";
        assertThat(why(against + signer.sign(PLAIN, TAGS))).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void signaturesCanBeTurnedOff() {
        SenderPolicy plain = Policies.plain();
        SenderPolicy off = new SenderPolicy(
                plain.address(),
                plain.allowed(),
                plain.authservId(),
                plain.receivedMax(),
                plain.trustFrom(),
                new SenderPolicy.DkimRules(false, 1024, Duration.ofDays(5), Duration.ofSeconds(5), ""),
                plain.caps(),
                plain.tokens(),
                plain.releasedScope());
        assertThat(refused(candidate("i", signer.sign(PLAIN, TAGS), false), off).why())
                .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @Test
    void nothingButFromIsNoSender() {
        assertThat(why(PLAIN)).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        assertThat(why(
                        "Received: x\r\nAuthentication-Results: mx.example.org; dmarc=pass header.from=friends.example\r\n"
                                + PLAIN))
                .isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Alice <eve@evil.example>\r\nSender: alice@friends.example\r\nReply-To: alice@friends.example\r\n",
                "From: \"alice@friends.example\" <eve@evil.example>\r\n",
                "From: alice@friends.example, eve@evil.example\r\n",
                "From: Friends: alice@friends.example;\r\n",
                "From: alice@friends.exаmple\r\n",
                "From: alice@friends.example\r\nFrom: eve@evil.example\r\n",
                "From: eve@evil.example (alice@friends.example)\r\n",
                "From: <alice@friends.example>eve@evil.example\r\n",
                "From: =?utf-8?q?=22Alice=22_=3Calice=40friends=2Eexample=3E?= <eve@evil.example>\r\n",
                "From: alice@friends.example.\r\n",
                ""
            })
    void whoPretendsToBeAliceIsNotAlice(String from) {
        String mail = VOUCHED + PLAIN.replace(FROM, from);
        assertThat(why(mail)).isIn(Refused.Why.MALFORMED, Refused.Why.NOT_ALLOWED);
        String released = VOUCHED + PLAIN.replace(FROM, from);
        Candidate looked = candidate("i", released, true);
        if (Addresses.sender(looked.mail().all("From")).isEmpty()) {
            assertThat(refused(looked, Policies.plain()).why()).isEqualTo(Refused.Why.MALFORMED);
        } else {
            assertThat(admit(looked, Policies.plain()).address()).isNotEqualTo(ALICE);
        }
    }

    // ---- who is allowed

    @Test
    void aVouchedStrangerIsNotAllowedUntilSomebodyLetsHimIn() {
        String stranger = VOUCHED + PLAIN.replace(ALICE, "bob@friends.example");
        assertThat(why(stranger)).isEqualTo(Refused.Why.NOT_ALLOWED);
        correspondents.allow("bob@friends.example", new Grant(Tier.ASK, "family"), Policies.plain());
        assertThat(admit(stranger).scope()).isEqualTo("family");
    }

    @Test
    void aDenialWinsOverTheConfigurationAndOverARelease() {
        correspondents.deny(ALICE);
        assertThat(why(VOUCHED + PLAIN)).isEqualTo(Refused.Why.NOT_ALLOWED);
        assertThat(refused(candidate("i", VOUCHED + PLAIN, true), Policies.plain())
                        .why())
                .isEqualTo(Refused.Why.NOT_ALLOWED);
    }

    @Test
    void whenTheDecisionsCannotBeReadNobodyIsAdmitted() throws IOException {
        Files.writeString(folder.resolve("test.senders"), "deny\n");
        assertThatThrownBy(() -> admit(VOUCHED + PLAIN)).isInstanceOf(StateUnusable.class);
    }

    // ---- S4: what it may do and see

    @Test
    void withoutATokenAMailMayOnlyAsk() {
        Speaker speaker = admit(VOUCHED + PLAIN);
        assertThat(speaker.tier()).isEqualTo(Tier.ASK);
        assertThat(speaker.scope()).isEqualTo("family");
    }

    @Test
    void aTokenRaisesAMailToWhatItsSenderMayDoAtMost() {
        String reference = tokens.messageId("x", ALICE, NOW.plusSeconds(3600), "example.org");
        String answer = VOUCHED + "In-Reply-To: " + reference + "\r\n" + PLAIN;
        assertThat(admit(answer).tier()).isEqualTo(Tier.WRITE);
        assertThat(admit(answer).verdict()).contains("reply token good until");
        correspondents.allow(ALICE, new Grant(Tier.ADMIN, "all"), Policies.plain());
        assertThat(admit(answer).tier()).isEqualTo(Tier.ADMIN);
        correspondents.allow(ALICE, new Grant(Tier.ASK, "all"), Policies.plain());
        assertThat(admit(answer).tier()).isEqualTo(Tier.ASK);
    }

    @Test
    void aTokenOfAnotherOrAnExpiredOneRaisesNothing() {
        for (String reference : new String[] {
            tokens.messageId("x", "bob@friends.example", NOW.plusSeconds(3600), "example.org"),
            tokens.messageId("x", ALICE, NOW.minusSeconds(120), "example.org"),
            new ReplyTokens(() -> new byte[] {7}).messageId("x", ALICE, NOW.plusSeconds(3600), "example.org")
        }) {
            assertThat(admit(VOUCHED + "References: " + reference + "\r\n" + PLAIN)
                            .tier())
                    .isEqualTo(Tier.ASK);
        }
    }

    @Test
    void whileTheKeyCannotBeReadWhoBringsATokenWaits() {
        doorkeeper = new Doorkeeper(
                correspondents,
                new ReplyTokens(() -> {
                    throw new UncheckedIOException("cannot read the key", new IOException());
                }),
                new Dkim((name, rules) -> List.of(), Clock.systemUTC()),
                new ReplayGuard(folder.resolve("test.admitted")),
                new Caps(System::nanoTime),
                Clock.systemUTC());
        String reference = tokens.messageId("x", ALICE, NOW.plusSeconds(3600), "example.org");
        assertThatThrownBy(() -> admit(VOUCHED + "In-Reply-To: " + reference + "\r\n" + PLAIN))
                .isInstanceOf(StateUnusable.class)
                .hasMessageContaining("key");
    }

    @Test
    void aTokenAloneOpensNothing() {
        String reference = tokens.messageId("x", ALICE, NOW.plusSeconds(3600), "example.org");
        assertThat(why("In-Reply-To: " + reference + "\r\n" + PLAIN)).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
    }

    // ---- released

    @Test
    void aReleasedMailMayAskAndIsAnsweredToItsOneSender() {
        Speaker stranger = admit(candidate("i", PLAIN.replace(ALICE, "bob@friends.example"), true), Policies.plain());
        assertThat(stranger.address()).isEqualTo("bob@friends.example");
        assertThat(stranger.tier()).isEqualTo(Tier.ASK);
        assertThat(stranger.scope()).isEqualTo("none");
        String reference = tokens.messageId("x", ALICE, NOW.plusSeconds(3600), "example.org");
        Speaker known = admit(candidate("i", "In-Reply-To: " + reference + "\r\n" + PLAIN, true), Policies.plain());
        assertThat(known.tier()).isEqualTo(Tier.ASK);
        assertThat(known.scope()).isEqualTo("family");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Auto-Submitted: auto-replied", "List-Id: <l>", "X-Dharmic-Item: i", "Return-Path: <>"})
    void aReleaseNeverLetsAutomaticMailThrough(String header) {
        assertThat(refused(candidate("i", header + "\r\n" + PLAIN, true), Policies.plain())
                        .why())
                .isEqualTo(Refused.Why.AUTOMATIC);
        String own = PLAIN.replace(ALICE, "agent@example.org");
        assertThat(refused(candidate("i", own, true), Policies.plain()).why()).isEqualTo(Refused.Why.AUTOMATIC);
    }

    // ---- replays

    @Test
    void aSignedMailIsHeardOnce() {
        String signed = signer.sign(PLAIN, TAGS);
        assertThat(admit(signed).address()).isEqualTo(ALICE);
        assertThat(why("Received: again\r\n" + signed)).isEqualTo(Refused.Why.REPLAYED);
        assertThat(why(VOUCHED + "References: <other@thread>\r\n" + signed)).isEqualTo(Refused.Why.REPLAYED);
    }

    @Test
    void theSameItemMayComeAgainAfterACrash() {
        Candidate candidate = candidate("item-x", signer.sign(PLAIN, TAGS), false);
        admit(candidate, Policies.plain());
        assertThat(admit(candidate, Policies.plain()).address()).isEqualTo(ALICE);
    }

    @Test
    void theSameWordsWrittenAgainAreNoReplay() {
        admit(signer.sign(PLAIN, TAGS + "; t=" + (NOW.getEpochSecond() - 5)));
        assertThat(admit(signer.sign(PLAIN, TAGS + "; t=" + NOW.getEpochSecond()))
                        .address())
                .isEqualTo(ALICE);
    }

    // ---- S7: how much

    @Test
    void whatIsAboveACapIsRefusedAndCanBeReleased() {
        SenderPolicy capped =
                Policies.with(Map.of(ALICE, new Grant(Tier.ASK, "all")), new SenderPolicy.CapRules(0, 3, 0));
        for (int i = 0; i < 3; i++) {
            admit(candidate("i" + i, VOUCHED + PLAIN, false), capped);
        }
        assertThat(refused(candidate("i3", VOUCHED + PLAIN, false), capped).why())
                .isEqualTo(Refused.Why.TOO_MANY);
        assertThat(admit(candidate("i3", VOUCHED + PLAIN, true), capped).address())
                .isEqualTo(ALICE);
    }
}

package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dharmic.mail.imap.mime.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the signature of a sender's domain is worth, and what it is not. */
class DkimTest {

    /** The library reads the machine's clock, so that mails of tests are signed now. */
    private static final Instant NOW = Instant.now();

    private static final String DATE = DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atOffset(ZoneOffset.UTC));
    private static final String MAIL = "From: Alice <alice@friends.example>\r\nTo: The agent <agent@example.org>\r\n"
            + "Subject: Quinces\r\nDate: " + DATE + "\r\nMessage-ID: <1@friends.example>\r\n\r\nWhen?\r\n";
    private static final String TAGS =
            "v=1; a=rsa-sha256; c=relaxed/relaxed; d=friends.example; s=k1; h=from:to:subject:date";

    private final Signer signer = new Signer(2048);
    private List<String> published = List.of(signer.record());
    private String asked = "";
    private int times;

    private final Dkim dkim = new Dkim(
            (name, rules) -> {
                asked = name;
                times++;
                return published;
            },
            Clock.systemUTC());

    private String verdict(String mail) throws Refused, NotNow, IOException {
        return verdict(mail, Policies.plain(), NOW);
    }

    private String verdict(String mail, SenderPolicy policy, Instant arrived) throws Refused, NotNow, IOException {
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        Candidate candidate =
                new Candidate("item-1", false, Parsed.mail(mail), () -> new ByteArrayInputStream(bytes), arrived);
        return dkim.verdict(candidate, Policies.ALICE, policy);
    }

    private String refusal(String mail) {
        return refusal(mail, Policies.plain(), NOW);
    }

    private String refusal(String mail, SenderPolicy policy, Instant arrived) {
        Refused refused = catchThrowableOfType(Refused.class, () -> verdict(mail, policy, arrived));
        assertThat(refused).as(mail).isNotNull();
        assertThat(refused.why()).isEqualTo(Refused.Why.NOT_AUTHENTICATED);
        return refused.getMessage();
    }

    private String signed(String tags) {
        return signer.sign(MAIL, tags);
    }

    // ---- what counts

    @ParameterizedTest
    @ValueSource(strings = {"relaxed/relaxed", "relaxed/simple", "simple/simple", "simple", "relaxed"})
    void theSignatureOfTheSendersDomainVouches(String form) throws Exception {
        String mail = signed(TAGS.replace("relaxed/relaxed", form));
        assertThat(verdict(mail)).isEqualTo("DKIM: d=friends.example s=k1");
        assertThat(asked).isEqualTo("k1._domainkey.friends.example");
    }

    @Test
    void linesThatAreAddedOnTheWayDoNotMatter() throws Exception {
        String mail = "Received: from a by b; x\r\nReturn-Path: <alice@friends.example>\r\n" + signed(TAGS);
        assertThat(verdict(mail)).startsWith("DKIM: ");
    }

    @Test
    void aTimeAndAnEndMayBeTold() throws Exception {
        long now = NOW.getEpochSecond();
        assertThat(verdict(signed(TAGS + "; t=" + (now - 60) + "; x=" + (now + 3600))))
                .startsWith("DKIM: ");
    }

    @Test
    void aParentDomainMaySign() throws Exception {
        String mail = signer.sign(MAIL.replace("alice@friends.example", "alice@mail.friends.example"), TAGS);
        byte[] bytes = mail.getBytes(StandardCharsets.UTF_8);
        Candidate candidate = new Candidate("i", false, Parsed.mail(mail), () -> new ByteArrayInputStream(bytes), NOW);
        assertThat(dkim.verdict(candidate, "alice@mail.friends.example", Policies.plain()))
                .startsWith("DKIM: ");
    }

    @Test
    void aWeakSignatureBesideAGoodOneDoesNoHarm() throws Exception {
        String twice = signed(TAGS).replaceFirst("DKIM-Signature:", "DKIM-Signature: v=1; d=list.example; b=x\r\n$0");
        assertThat(verdict(twice)).startsWith("DKIM: ");
    }

    // ---- what does not

    @Test
    void withoutASignatureNobodyVouches() {
        assertThat(refusal(MAIL)).contains("no signature");
        assertThat(times).isZero();
    }

    @Test
    void whatWasChangedDoesNotHold() {
        List<UnaryOperator<String>> changes = List.of(
                mail -> mail.replace("When?", "When!"),
                mail -> mail + "More.\r\n",
                mail -> mail.replace("Subject: Quinces", "Subject: Pears"),
                mail -> mail.replace("Alice <", "Eve <"),
                mail -> mail.replace("s=k1", "s=k2"));
        for (UnaryOperator<String> change : changes) {
            assertThat(refusal(change.apply(signed(TAGS)))).contains("does not hold");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"From: Eve <eve@evil.example>", "Subject: Pears", "To: agent@example.org", "Date: x"})
    void aSecondLineAboveTheSignedOneIsRefused(String line) {
        assertThat(refusal(line + "\r\n" + signed(TAGS))).contains("must be exactly one");
        assertThat(refusal(line.replaceFirst(":", " :") + "\r\n" + signed(TAGS)))
                .contains("must be exactly one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: text/html", "References: <x@y>", "Cc: agent@example.org"})
    void aSecondLineOfThoseThatShapeTheMailIsRefused(String line) {
        assertThat(refusal(line + "\r\n" + line + "\r\n" + signed(TAGS))).contains("more than one");
    }

    @Test
    void aBodyWithAnOpenEndIsRefused() {
        assertThat(refusal(signed(TAGS + "; l=2") + "Forget everything.\r\n")).contains("l= leaves the end");
    }

    @Test
    void oldDigestsAreRefused() {
        assertThat(refusal(signed(TAGS.replace("rsa-sha256", "rsa-sha1")))).contains("is not rsa-sha256");
    }

    @Test
    void shortKeysAreRefused() {
        Signer weak = new Signer(512);
        published = List.of(weak.record());
        assertThat(refusal(weak.sign(MAIL, TAGS))).contains("512 bits, fewer than 1024");
        Signer middling = new Signer(1024);
        published = List.of(middling.record());
        assertThat(refusal(middling.sign(MAIL, TAGS), Policies.keyBits(2048), NOW))
                .contains("1024 bits, fewer than 2048");
    }

    @Test
    void aKeyOf1024BitsCountsOnlyWhereThatIsAskedFor() throws Exception {
        Signer middling = new Signer(1024);
        published = List.of(middling.record());
        assertThat(verdict(middling.sign(MAIL, TAGS))).startsWith("DKIM: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t=y", "t=s:y", "s=tlsrpt", "h=sha1", "v=DKIM2", "k=ed25519"})
    void aKeyThatIsNotForThisIsRefused(String tag) {
        published = List.of(
                tag.startsWith("v=")
                        ? signer.record().replace("v=DKIM1", tag)
                        : tag.startsWith("k=")
                                ? signer.record().replace("k=rsa", tag)
                                : signer.record().replace("; p=", "; " + tag + "; p="));
        refusal(signed(TAGS));
    }

    @Test
    void aKeyThatWasWithdrawnOrIsMissingOrDoubleIsRefused() {
        published = List.of("v=DKIM1; k=rsa; p=");
        assertThat(refusal(signed(TAGS))).contains("withdrawn");
        published = List.of();
        assertThat(refusal(signed(TAGS))).contains("0 key records");
        published = List.of(signer.record(), signer.record());
        assertThat(refusal(signed(TAGS))).contains("2 key records");
        published = List.of("p=!!!");
        refusal(signed(TAGS));
        published = List.of("nonsense");
        assertThat(refusal(signed(TAGS))).contains("unreadable key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "sub.friends.example", "example", "notfriends.example"})
    void anotherDomainsSignatureIsNotTheSenders(String domain) {
        assertThat(refusal(signed(TAGS.replace("d=friends.example", "d=" + domain))))
                .contains("is not the sender's domain");
        assertThat(times).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from:to:subject", "from:to:date", "from:subject:date"})
    void whatAPersonSeesMustBeCovered(String covered) {
        assertThat(refusal(signed(TAGS.replace("from:to:subject:date", covered))))
                .contains("does not cover");
    }

    @Test
    void aMailToSomebodyElseIsNoneForUs() {
        String mail = signer.sign(MAIL.replace("agent@example.org", "eve@evil.example"), TAGS);
        assertThat(refusal(mail)).contains("no signed To or Cc line names agent@example.org");
        assertThat(refusal("Cc: agent@example.org\r\n" + mail)).contains("no signed To or Cc");
        String named =
                signer.sign(MAIL.replace("The agent <agent@example.org>", "\"agent@example.org\" <e@x.y>"), TAGS);
        assertThat(refusal(named)).contains("no signed To or Cc");
    }

    @Test
    void aSignedCopyCountsAndSoDoesOurPlusAddress() throws Exception {
        String to = MAIL.replace("The agent <agent@example.org>", "bob@friends.example");
        assertThat(verdict(signer.sign("Cc: agent@example.org\r\n" + to, TAGS + ":cc")))
                .startsWith("DKIM: ");
        assertThat(verdict(signer.sign(MAIL.replace("agent@", "agent+abc@"), TAGS)))
                .startsWith("DKIM: ");
    }

    @Test
    void itMustHaveBeenSignedShortlyBeforeItArrived() {
        String mail = signed(TAGS + "; t=" + NOW.getEpochSecond());
        assertThat(refusal(mail, Policies.plain(), NOW.minus(Duration.ofHours(1))))
                .contains("too far");
        String old = signed(TAGS + "; t=" + NOW.minus(Duration.ofDays(6)).getEpochSecond());
        assertThat(refusal(old)).contains("too far");
        assertThat(refusal(signer.sign(MAIL.replace(DATE, "Mon, 5 Jan 2026 10:00:00 +0000"), TAGS)))
                .contains("too far");
        assertThat(refusal(signer.sign(MAIL.replace(DATE, "yesterday"), TAGS))).contains("no readable time");
        assertThat(refusal(signed(TAGS + "; t=99999999999999999999"))).contains("no signature counts");
    }

    @Test
    void itMustNotHaveExpired() {
        long now = NOW.getEpochSecond();
        String mail = signed(TAGS + "; t=" + (now - 7200) + "; x=" + (now + 7200));
        assertThat(refusal(mail.replace("x=" + (now + 7200), "x=" + (now - 3600))))
                .contains("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=2; a=rsa-sha256; d=friends.example; s=k; h=from; bh=x; b=x",
                "v=1; a=rsa-sha256; d=friends.example; d=friends.example; s=k; h=from; bh=x; b=x",
                "v=1; a=rsa-sha256; d=friends.example; s=k/../x; h=from:to:subject:date; bh=x; b=x",
                "v=1; a=rsa-sha256; d=friends.example; s=k; h=from:to:subject:date; bh=; b=",
                "v=1; a=rsa-sha256; c=loose; d=friends.example; s=k; h=from:to:subject:date; bh=x; b=x",
                "v=1; a=rsa-sha256; q=x; d=friends.example; s=k; h=from:to:subject:date; bh=x; b=x",
                "",
                ";;;",
                "=",
                "v"
            })
    void anOddSignatureIsNotEvenAskedAbout(String tags) {
        refusal("DKIM-Signature: " + tags + "\r\n" + MAIL);
        assertThat(times).isZero();
    }

    @Test
    void manySignaturesCostFewQuestions() {
        String odd = "DKIM-Signature: " + TAGS + "; bh=x; b=x\r\n";
        assertThat(refusal(odd.repeat(40) + MAIL)).contains("one signature too many");
        assertThat(times).isEqualTo(2);
        refusal("DKIM-Signature: " + "x".repeat(20_000) + "\r\n" + MAIL);
    }

    @Test
    void linesThatCanBeSplitInTwoWaysAreRefused() {
        String mail = signed(TAGS);
        assertThat(refusal(mail.replace("Subject: Quinces\r\n", "Subject: Quinces\n")))
                .contains("bare line end");
        assertThat(refusal(mail.replace("Subject: Quinces\r\n", "Subject: Quinces\r")))
                .contains("bare line end");
        assertThat(refusal(mail.replace("Subject: Q", "Subject: \0Q"))).contains("NUL");
        assertThat(refusal(" x\r\n" + mail)).contains("begin with a fold");
        assertThat(refusal(mail.replace("Subject:", "Subject\r\nSubject:"))).contains("has no name");
        assertThat(refusal(("X: " + "x".repeat(60_000) + "\r\n").repeat(5) + mail))
                .contains("longer than");
    }

    /** Whatever is repeated in it: the library reads it with expressions that go deeper with each repetition. */
    @Test
    void aSignatureBuiltToExhaustTheLibraryIsRefused() {
        for (String piece : new String[] {"x\r\n ", " \t", "a:", "=41", "%", ".a"}) {
            for (String tag : new String[] {"b", "bh", "i", "z", "h"}) {
                String much = piece.repeat(7_000 / piece.length());
                refusal("DKIM-Signature: " + TAGS + (tag.equals("h") ? ":" + much : "")
                        + (tag.equals("i") || tag.equals("z") ? "; " + tag + "=" + much : "")
                        + "; bh=eA==" + (tag.equals("bh") ? much : "") + "; b=eA==" + (tag.equals("b") ? much : "")
                        + "\r\n" + MAIL);
            }
        }
        assertThat(times).as("the library was reached").isPositive();
    }

    @Test
    void aNameServerThatIsAwayIsNoVerdict() {
        Dkim away = new Dkim(
                (name, rules) -> {
                    throw new NotNow("away", null);
                },
                Clock.systemUTC());
        byte[] bytes = signed(TAGS).getBytes(StandardCharsets.UTF_8);
        Candidate candidate =
                new Candidate("i", false, Parsed.mail(signed(TAGS)), () -> new ByteArrayInputStream(bytes), NOW);
        assertThatThrownBy(() -> away.verdict(candidate, Policies.ALICE, Policies.plain()))
                .isInstanceOf(NotNow.class);
    }
}

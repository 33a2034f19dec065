package org.dharmic.mail.imap.sender;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.tagvalue.PublicKeyRecordImpl;
import org.dharmic.mail.imap.mime.HeaderText;

/**
 * Does the sender's own domain vouch for a mail by its signature (RFC 6376)? The library does the arithmetic, but for {@link Ed25519}. By itself
 * it takes short keys, SHA-1, keys under test, signatures that leave the end of the body open, and mails with a second From
 * line above the signed one; all that is refused here before it is asked.
 */
public final class Dkim {

    /** Of how many signatures the tags are read. */
    private static final int LOOKED_AT = 5;
    /** For how many keys the name server is asked. */
    private static final int TRIED = 2;
    /** Clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(10);
    /** RFC 5322 section 3.6 allows each of them once; a reader may show the first and a signature cover the last. */
    private static final List<String> EXACTLY_ONE = List.of("from", "to", "subject", "date");

    private static final List<String> AT_MOST_ONE = List.of(
            "cc",
            "sender",
            "reply-to",
            "message-id",
            "in-reply-to",
            "references",
            "content-type",
            "mime-version",
            "content-transfer-encoding");

    private final KeySource keys;
    private final Clock clock;

    public Dkim(KeySource keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Who vouches, one line.
     *
     * @throws Refused when nobody does
     * @throws NotNow when a key cannot be had now
     */
    String verdict(Candidate candidate, String sender, SenderPolicy policy) throws Refused, NotNow, IOException {
        RawHeaders headers;
        try (InputStream in = new BufferedInputStream(candidate.raw().open())) {
            headers = RawHeaders.read(in);
        }
        List<String> lines = headers.getFields("dkim-signature");
        if (lines.isEmpty()) {
            throw refused("no signature");
        }
        checkLines(headers, sender);
        List<String> reasons = new ArrayList<>();
        int tried = 0;
        for (String line : lines.subList(0, Math.min(LOOKED_AT, lines.size()))) {
            Optional<DkimSignature> signature = DkimSignature.parse(line);
            Optional<String> weakness = signature.isEmpty()
                    ? Optional.of("it is unreadable")
                    : weakness(signature.get(), headers, sender, candidate.arrived(), policy);
            if (weakness.isEmpty() && ++tried <= TRIED) {
                weakness = verified(signature.get(), headers, candidate.raw(), policy.dkim());
                if (weakness.isEmpty()) {
                    return "DKIM: d=" + signature.get().domain() + " s="
                            + signature.get().selector();
                }
            }
            reasons.add(weakness.orElse("one signature too many"));
        }
        throw refused("no signature counts: " + String.join("; ", reasons));
    }

    private static void checkLines(RawHeaders headers, String sender) throws Refused {
        for (String name : EXACTLY_ONE) {
            if (headers.count(name) != 1) {
                throw refused(headers.count(name) + " " + name + " lines, must be exactly one");
            }
        }
        for (String name : AT_MOST_ONE) {
            if (headers.count(name) > 1) {
                throw refused("more than one " + name + " line");
            }
        }
        // What was parsed is what is signed: two readers of the same bytes must not see two senders.
        if (!Addresses.fromLine(headers.value("from")).equals(Optional.of(sender))) {
            throw refused("the From line reads differently in the signed bytes");
        }
    }

    private Optional<String> weakness(
            DkimSignature signature, RawHeaders headers, String sender, Instant arrived, SenderPolicy policy) {
        if (!Addresses.aligned(signature.domain(), Addresses.domain(sender))) {
            return Optional.of("d=" + signature.domain() + " is not the sender's domain");
        }
        Optional<String> weak = signature.weakness();
        if (weak.isPresent()) {
            return weak;
        }
        if (!isForUs(signature, headers, policy)) {
            return Optional.of("no signed To or Cc line names " + policy.address());
        }
        Optional<Instant> signed = signedAt(signature, headers);
        Instant now = clock.instant();
        Instant reference = arrived.isAfter(now) ? now : arrived;
        if (signed.isEmpty()
                || signed.get().isAfter(reference.plus(SKEW))
                || signed.get().isBefore(reference.minus(policy.dkim().maxAge()))) {
            return Optional.of("signed at " + signed.map(Instant::toString).orElse("no readable time")
                    + ", too far from its arrival at " + reference);
        }
        if (signature.seconds("x").filter(x -> x <= reference.getEpochSecond()).isPresent()) {
            return Optional.of("it had expired when it arrived");
        }
        return Optional.empty();
    }

    /** A mail that was written to somebody else, and was passed on to us by that somebody, is none for us. */
    private static boolean isForUs(DkimSignature signature, RawHeaders headers, SenderPolicy policy) {
        List<String> named = new ArrayList<>(Addresses.mentioned(headers.value("to")));
        if (signature.headers().contains("cc")) {
            named.addAll(Addresses.mentioned(headers.value("cc")));
        }
        return named.stream().anyMatch(policy::isOwn);
    }

    /** By the signature's own time, or else by the Date line, which it covers. */
    private static Optional<Instant> signedAt(DkimSignature signature, RawHeaders headers) {
        Optional<Long> seconds = signature.seconds("t");
        try {
            if (seconds.isPresent()) {
                return Optional.of(Instant.ofEpochSecond(seconds.get()));
            }
            String date = headers.value("date").replaceAll("\\([^()]*\\)", "").strip();
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // no time that can be read: never in time
        }
    }

    /** Why key or signature do not hold; empty when they do. */
    private Optional<String> verified(
            DkimSignature signature, RawHeaders headers, Candidate.Raw raw, SenderPolicy.DkimRules rules)
            throws NotNow, IOException {
        String name = signature.selector() + "._domainkey." + signature.domain();
        List<String> records = keys.records(name, rules);
        if (records.size() != 1) {
            return Optional.of(records.size() + " key records at " + name + ", must be exactly one");
        }
        String record = records.get(0);
        try (InputStream in = new BufferedInputStream(raw.open())) {
            RawHeaders.read(in); // the body is what follows
            Optional<String> weak = keyWeakness(record, signature, rules.keyBits());
            if (weak.isPresent()) {
                return weak.map(why -> why + " at " + name);
            }
            if (signature.isEd25519()) {
                Ed25519.verify(signature, record, headers, in);
                return Optional.empty();
            }
            DKIMVerifier verifier = new DKIMVerifier((methods, selector, domain) -> List.of(record));
            List<SignatureRecord> good = verifier.verify(headers.withOnly(signature.line()), in);
            return good == null || good.size() != 1 // null is its way to say that there is no signature
                    ? Optional.of("the signature of " + signature.domain() + " was not found")
                    : Optional.empty();
        } catch (FailException e) {
            return Optional.of("the signature of " + signature.domain() + " does not hold: " + e.getMessage());
        } catch (Refused e) {
            throw new IOException("the header lines read differently a second time", e);
        } catch (RuntimeException | StackOverflowError e) { // the library trips over the unexpected: nobody vouches
            return Optional.of("the signature of " + signature.domain() + " cannot be examined: " + e);
        }
    }

    private static Optional<String> keyWeakness(String text, DkimSignature signature, int bits) {
        Optional<Tags> tags = Tags.parse(text);
        if (tags.isEmpty()) {
            return Optional.of("an unreadable key");
        }
        if (tags.get().packed("p").isEmpty()) {
            return Optional.of("a key that was withdrawn");
        }
        if (Arrays.asList(tags.get().packed("t").split(":")).contains("y")) {
            return Optional.of("a key under test (t=y)");
        }
        if (tags.get().has("s") && !List.of("*", "email").contains(tags.get().packed("s"))) {
            return Optional.of("a key for something else than mail");
        }
        if (signature.isEd25519()) {
            return Optional.empty(); // all keys of this kind are as strong as each other
        }
        PublicKeyRecordImpl record = new PublicKeyRecordImpl(text);
        record.validate();
        if (!(record.getPublicKey() instanceof RSAPublicKey key)) {
            return Optional.of("a key that is none of RSA");
        }
        int length = key.getModulus().bitLength();
        return length < bits ? Optional.of("a key of " + length + " bits, fewer than " + bits) : Optional.empty();
    }

    private static Refused refused(String why) {
        return new Refused(
                Refused.Why.NOT_AUTHENTICATED,
                "sender not authenticated by DKIM: " + HeaderText.cut(HeaderText.singleLine(why), 500));
    }
}

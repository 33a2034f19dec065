package org.dharmic.mail.imap.sender;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.mail.ReplyToken;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.ParsedMail;

/**
 * Makes and checks reply tokens: who holds one was written to by us, or was given it at the console. A token names a time
 * and nothing else; the rest is a keyed digest over that time and the one address it is good for, so that nobody makes,
 * prolongs or hands on one. It travels in a plus address, or in the Message-ID of our mails, which every mail program
 * copies into the In-Reply-To and References lines of an answer.
 */
public final class ReplyTokens {

    /** 4 bytes of time and 16 of digest are 32 characters. */
    private static final int LENGTH = 32;

    private static final int MAC_BYTES = 16;
    private static final Pattern IN_REFERENCE = Pattern.compile("<[^@>]*\\.([a-z2-7]{32})@[^@>]+>");
    private static final Pattern OURS = Pattern.compile("<([^.@>]+)\\.[a-z2-7]{32}@[^@>]+>");
    private static final Pattern IN_ADDRESS = Pattern.compile("[^@]+\\+([a-z2-7]{32})@[^@]+");
    /** What an honest mail holds is a few; each candidate costs a digest. */
    private static final int MAX_CANDIDATES = 50;

    private static final List<String> REFERENCE_LINES = List.of("In-Reply-To", "References");
    private static final List<String> ADDRESS_LINES =
            List.of("To", "Cc", "Delivered-To", "X-Original-To", "X-Delivered-To", "Envelope-To");

    private final Supplier<byte[]> key;

    /** @param key the account's secret; everything here follows from it, so that another one ends all tokens */
    public ReplyTokens(Supplier<byte[]> key) {
        this.key = key;
    }

    /** A token for the console to give away, in all the forms in which it can travel. */
    public ReplyToken issue(String sender, SenderPolicy policy, Instant expires) {
        Instant minute = expires.truncatedTo(ChronoUnit.MINUTES);
        return new ReplyToken(
                sender,
                policy.tokens().plus() ? plusAddress(policy.address(), sender, minute) : policy.address(),
                messageId("console", sender, minute, Addresses.domain(policy.address())),
                minute);
    }

    /**
     * The same each time for the same sender and minute.
     *
     * @param sender in lower case
     */
    String make(String sender, Instant expires) {
        int minutes = Math.toIntExact(expires.getEpochSecond() / 60);
        byte[] token = ByteBuffer.allocate(4 + MAC_BYTES)
                .putInt(minutes)
                .put(mac(sender, minutes))
                .array();
        return Base32.encode(token);
    }

    /**
     * A Message-ID of ours with a token in it, with angle brackets.
     *
     * @param seed what makes it one of its kind, without {@code .} and {@code @}
     */
    public String messageId(String seed, String sender, Instant expires, String domain) {
        return "<" + seed + "." + make(sender, expires) + "@" + domain + ">";
    }

    /** The seed of a Message-ID that has the form of ours; whether it is ours it does not say. */
    public static Optional<String> seed(String messageId) {
        Matcher matcher = OURS.matcher(messageId);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Our address with a token in it. */
    String plusAddress(String address, String sender, Instant expires) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at) + "+" + make(sender, expires) + address.substring(at);
    }

    /** Until when the best token in a mail is good for this sender; empty when none is. */
    Optional<Instant> valid(ParsedMail mail, String sender, Instant now) {
        Optional<Instant> best = Optional.empty();
        for (String token : candidates(mail)) {
            Optional<Instant> until = check(token, sender, now);
            if (until.isPresent() && best.filter(until.get()::isBefore).isEmpty()) {
                best = until;
            }
        }
        return best;
    }

    /** Compares in constant time: how long it takes says nothing about how much was guessed. */
    Optional<Instant> check(String token, String sender, Instant now) {
        Optional<byte[]> bytes = token.length() == LENGTH ? Base32.decode(token) : Optional.empty();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        int minutes = ByteBuffer.wrap(bytes.get()).getInt();
        boolean ours = MessageDigest.isEqual(Arrays.copyOfRange(bytes.get(), 4, 4 + MAC_BYTES), mac(sender, minutes));
        Instant expires = Instant.ofEpochSecond(minutes * 60L);
        return ours && now.isBefore(expires) ? Optional.of(expires) : Optional.empty();
    }

    private static List<String> candidates(ParsedMail mail) {
        List<String> found = new ArrayList<>();
        for (String name : REFERENCE_LINES) {
            for (String line : mail.all(name)) {
                HeaderText.messageIds(line).forEach(id -> matched(IN_REFERENCE, id, found));
            }
        }
        for (String name : ADDRESS_LINES) {
            for (String line : mail.all(name)) {
                Addresses.mentioned(line).forEach(address -> matched(IN_ADDRESS, address, found));
            }
        }
        int size = found.size(); // the last ones are the nearest
        return found.subList(Math.max(0, size - MAX_CANDIDATES), size);
    }

    private static void matched(Pattern pattern, String text, List<String> found) {
        Matcher matcher = pattern.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            found.add(matcher.group(1));
        }
    }

    /** With a key that serves nothing else: it is derived, so that the file of the secret stays one. */
    private byte[] mac(String sender, int minutes) {
        byte[] own = HexFormat.of().parseHex(Digests.hmac(key.get(), "reply tokens, version 1"));
        byte[] full = HexFormat.of().parseHex(Digests.hmac(own, minutes + "\n" + sender));
        return Arrays.copyOf(full, MAC_BYTES);
    }
}

package org.dharmic.mail;

import java.time.Instant;
import java.util.Objects;

/**
 * Proof that a mail answers one of ours, or was asked for at the console. Whoever sees it can use it together with the
 * sender's authenticated address until it expires.
 *
 * @param sender the one address it is good for
 * @param address where a mail with it goes, for example {@code agent+<token>@example.org}; the plain address where the
 *     provider takes no such addresses
 * @param reference the Message-ID, with angle brackets, that carries it in In-Reply-To or References instead
 * @param expires until when it is good
 */
public record ReplyToken(String sender, String address, String reference, Instant expires) {
    public ReplyToken {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(expires, "expires");
    }
}

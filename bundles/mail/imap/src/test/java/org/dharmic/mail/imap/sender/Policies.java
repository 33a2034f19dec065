package org.dharmic.mail.imap.sender;

import java.time.Duration;
import java.util.Map;
import org.dharmic.mail.Tier;

/** Policies for tests. */
final class Policies {

    static final String AGENT = "agent@example.org";
    static final String ALICE = "alice@friends.example";

    private Policies() {}

    static SenderPolicy plain() {
        return with(Map.of(ALICE, new Grant(Tier.WRITE, "family")), new SenderPolicy.CapRules(0, 0, 0));
    }

    static SenderPolicy with(Map<String, Grant> allowed, SenderPolicy.CapRules caps) {
        return new SenderPolicy(
                AGENT,
                allowed,
                "mx.example.org",
                0,
                false,
                new SenderPolicy.DkimRules(true, 1024, Duration.ofDays(5), Duration.ofSeconds(5), ""),
                caps,
                new SenderPolicy.TokenRules(Duration.ofDays(30), true),
                "none");
    }

    static SenderPolicy keyBits(int bits) {
        SenderPolicy plain = plain();
        return new SenderPolicy(
                plain.address(),
                plain.allowed(),
                plain.authservId(),
                plain.receivedMax(),
                plain.trustFrom(),
                new SenderPolicy.DkimRules(true, bits, Duration.ofDays(5), Duration.ofSeconds(5), ""),
                plain.caps(),
                plain.tokens(),
                plain.releasedScope());
    }
}

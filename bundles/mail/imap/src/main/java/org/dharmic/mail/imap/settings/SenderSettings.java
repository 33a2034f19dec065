package org.dharmic.mail.imap.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.dharmic.mail.Tier;
import org.dharmic.mail.imap.sender.Grant;
import org.dharmic.mail.imap.sender.SenderPolicy;

/** The part of an account's configuration that says who may speak, checked. */
final class SenderSettings {

    private static final String NAME_OF_SCOPE = "the name of a vault scope: 1 to 64 of A-Z a-z 0-9 . _ -";

    private SenderSettings() {}

    static SenderPolicy from(ImapConfig c, String address) {
        return new SenderPolicy(
                address,
                allowed(c),
                c.authserv_id().strip().toLowerCase(Locale.ROOT),
                (int) Range.check("authserv.received.max", c.authserv_received_max(), 0, 10),
                c.unsafe_trust_from(),
                new SenderPolicy.DkimRules(
                        c.dkim_verify(),
                        (int) Range.check("dkim.key.bits", c.dkim_key_bits(), 1024, 8192),
                        Duration.ofHours(Range.check("dkim.age.hours", c.dkim_age_hours(), 1, 720)),
                        Duration.ofSeconds(Range.check("dns.timeout.seconds", c.dns_timeout_seconds(), 1, 60)),
                        dnsServer(c.dns_server().strip())),
                new SenderPolicy.CapRules(
                        cap("cap.sender.per.hour", c.cap_sender_per_hour()),
                        cap("cap.thread.per.hour", c.cap_thread_per_hour()),
                        cap("cap.all.per.hour", c.cap_all_per_hour())),
                new SenderPolicy.TokenRules(
                        Duration.ofDays(Range.check("reply.token.days", c.reply_token_days(), 1, 365)),
                        c.reply_token_plus()),
                scope("released.scope", c.released_scope()));
    }

    private static Map<String, Grant> allowed(ImapConfig c) {
        Grant otherwise = new Grant(tier(c.tier()), scope("scope", c.scope().isBlank() ? "all" : c.scope()));
        try {
            return Grant.parse(c.allowed_senders(), otherwise);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    "allowed.senders",
                    e.getMessage(),
                    "mail addresses separated by commas, each once, each with :ask, :write or :admin behind it if"
                            + " need be, and behind that the name of a vault scope");
        }
    }

    private static Tier tier(String word) {
        for (Tier tier : Tier.values()) {
            if (tier.name().equals(word.strip().toUpperCase(Locale.ROOT))) {
                return tier;
            }
        }
        throw new BadSetting("tier", word, "one of ask, write, admin");
    }

    private static String scope(String key, String name) {
        if (!Grant.isScope(name.strip())) {
            throw new BadSetting(key, name, NAME_OF_SCOPE);
        }
        return name.strip();
    }

    private static String dnsServer(String server) {
        if (!server.matches("|[A-Za-z0-9.-]{1,253}(?::\\d{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](?::\\d{1,5})?")) {
            throw new BadSetting("dns.server", server, "a host, or host:port, or empty");
        }
        return server;
    }

    private static int cap(String key, int value) {
        return (int) Range.check(key, value, 0, 1_000_000);
    }
}

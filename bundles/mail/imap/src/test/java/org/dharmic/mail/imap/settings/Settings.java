package org.dharmic.mail.imap.settings;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** Configuration sets for tests, by their keys. */
public final class Settings {

    public static final String AGENT = "agent@example.org";
    public static final String ALICE = "alice@friends.example";

    private final Map<String, Object> set = new HashMap<>();

    private Settings() {}

    public static Settings plain() {
        return new Settings()
                .with("account", "test")
                .with("address", AGENT)
                .with("imap_host", "127.0.0.1")
                .with("imap_port", 1143)
                .with("imap_security", "plain")
                .with("smtp_host", "127.0.0.1")
                .with("smtp_port", 1025)
                .with("smtp_security", "plain")
                .with("password_secret", "mail.password")
                .with("allowed_senders", ALICE)
                .with("authserv_id", "mx.example.org")
                .with("probe_seconds", 5)
                .with("keepalive_seconds", 2)
                .with("sent_wait_seconds", 0)
                .with("poll_seconds", 1);
    }

    public Settings with(String method, Object value) {
        set.put(method, value);
        return this;
    }

    ImapConfig config() {
        Map<String, Object> values = Map.copyOf(set);
        return (ImapConfig) Proxy.newProxyInstance(
                ImapConfig.class.getClassLoader(),
                new Class<?>[] {ImapConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    public ImapSettings settings() {
        return ImapSettings.from(config(), Map.of());
    }
}

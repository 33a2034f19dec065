package org.dharmic.sandbox;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What the sandbox runs with, checked. */
record SandboxSettings(
        int smtpPort,
        int imapPort,
        String domain,
        String account,
        String agent,
        String owner,
        Set<String> users,
        String passwordSecret) {

    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
    private static final Pattern MAILBOX = Pattern.compile("[a-z0-9._-]+");

    SandboxSettings {
        requirePort("smtp.port", smtpPort);
        requirePort("imap.port", imapPort);
        require("domain", domain, DOMAIN, "a domain in lower case");
        require("agent", agent, MAILBOX, "a mailbox name in lower case, without the domain");
        require("owner", owner, MAILBOX, "a mailbox name in lower case, without the domain");
        users.forEach(user -> require("users", user, MAILBOX, "mailbox names in lower case, without the domain"));
        if (agent.equals(owner)) {
            throw new IllegalArgumentException(
                    "owner must be another mailbox than agent, both were " + owner + " (etc/" + Sandbox.PID + ".cfg)");
        }
        if (account.isBlank()) {
            throw new IllegalArgumentException(
                    "account must name a mail account, was blank (etc/" + Sandbox.PID + ".cfg)");
        }
        if (passwordSecret.isBlank()) {
            throw new IllegalArgumentException(
                    "password.secret must name a secret, was blank (etc/" + Sandbox.PID + ".cfg)");
        }
        Set<String> everybody = new LinkedHashSet<>();
        everybody.add(agent);
        everybody.add(owner);
        everybody.addAll(users);
        users = Set.copyOf(everybody);
    }

    static SandboxSettings from(SandboxConfig config) {
        return new SandboxSettings(
                config.smtp_port(),
                config.imap_port(),
                config.domain(),
                config.account(),
                config.agent(),
                config.owner(),
                new LinkedHashSet<>(Arrays.asList(config.users())),
                config.password_secret());
    }

    String agentAddress() {
        return agent + "@" + domain;
    }

    String ownerAddress() {
        return owner + "@" + domain;
    }

    private static void requirePort(String key, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    key + " must be 0 to 65535, was " + port + " (etc/" + Sandbox.PID + ".cfg)");
        }
    }

    private static void require(String key, String value, Pattern pattern, String expected) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    key + " must be " + expected + ", was '" + value + "' (etc/" + Sandbox.PID + ".cfg)");
        }
    }
}

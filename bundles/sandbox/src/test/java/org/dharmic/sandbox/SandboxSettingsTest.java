package org.dharmic.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {

    private static SandboxSettings settings(int smtpPort, String agent, String owner) {
        return new SandboxSettings(smtpPort, 0, "sandbox.test", "sandbox", agent, owner, Set.of(), "sandbox.password");
    }

    @Test
    void agentAndOwnerHaveMailboxesToo() {
        assertThat(LoopbackMailTest.settings(0).users()).containsExactlyInAnyOrder("agent", "mira", "stranger");
    }

    @Test
    void refusalsNameValueExpectationKeyAndFile() {
        assertThatThrownBy(() -> settings(70_000, "agent", "mira"))
                .hasMessage("smtp.port must be 0 to 65535, was 70000 (etc/org.dharmic.sandbox.cfg)");
        assertThatThrownBy(() -> settings(0, "agent@sandbox.test", "mira"))
                .hasMessageContaining("agent must be a mailbox name")
                .hasMessageContaining("'agent@sandbox.test'");
        assertThatThrownBy(() -> settings(0, "agent", "agent")).hasMessageContaining("owner must be another mailbox");
    }
}

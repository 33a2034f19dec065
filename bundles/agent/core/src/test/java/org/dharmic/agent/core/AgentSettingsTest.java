package org.dharmic.agent.core;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgentSettingsTest {

    @Test
    void aSettingOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Fakes.settings(0))
                .hasMessage("concurrency must be 1 to 16, was 0 (etc/org.dharmic.agent.core.cfg)");
    }
}

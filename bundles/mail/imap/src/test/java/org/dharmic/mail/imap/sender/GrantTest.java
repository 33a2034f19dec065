package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dharmic.mail.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {

    private static final Grant ASK = new Grant(Tier.ASK, "all");

    @Test
    void eachAddressMayHaveItsOwnTierAndScope() {
        assertThat(Grant.parse(" A@x.example, b@y.example:write ,c@z.example:ask:family,", ASK))
                .hasSize(3)
                .containsEntry("a@x.example", ASK)
                .containsEntry("b@y.example", new Grant(Tier.WRITE, "all"))
                .containsEntry("c@z.example", new Grant(Tier.ASK, "family"));
        assertThat(Grant.parse("", ASK)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "a@x.example:",
                "a@x.example:owner",
                "a@x.example:ask:",
                "a@x.example:ask:a b",
                "a@x.example:ask:../x",
                "a@x.example:ask:all:more",
                "Alice <a@x.example>",
                "*@x.example",
                "a@x.example, A@X.example:write"
            })
    void whatCannotBeReadInOneWayIsNoSetting(String list) {
        assertThatThrownBy(() -> Grant.parse(list, ASK)).isInstanceOf(IllegalArgumentException.class);
    }
}

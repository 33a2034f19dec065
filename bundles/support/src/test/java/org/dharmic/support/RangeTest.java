package org.dharmic.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dharmic.support.settings.Range;
import org.junit.jupiter.api.Test;

class RangeTest {

    private final Range range = new Range("org.dharmic.test");

    @Test
    void bothEndsBelongToIt() {
        assertThat(range.within("poll.seconds", 1, 1, 60)).isEqualTo(1);
        assertThat(range.within("poll.seconds", 60, 1, 60)).isEqualTo(60);
    }

    @Test
    void theMessageNamesKeyRangeValueAndFile() {
        assertThatThrownBy(() -> range.within("poll.seconds", 0, 1, 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("poll.seconds must be 1 to 60, was 0 (etc/org.dharmic.test.cfg)");
    }
}

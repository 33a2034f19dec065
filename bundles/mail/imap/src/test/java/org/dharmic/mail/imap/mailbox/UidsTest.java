package org.dharmic.mail.imap.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UidsTest {

    @Test
    void neighboursAreOneRange() {
        assertThat(Uids.set(7)).isEqualTo("7");
        assertThat(Uids.set(1, 2, 3, 5, 8, 9)).isEqualTo("1:3,5,8:9");
        assertThat(Uids.set(4_294_967_294L, 4_294_967_295L)).isEqualTo("4294967294:4294967295");
    }

    @Test
    void whatWasMadeIsRead() {
        assertThat(Uids.parse("1:3,5,8:9")).containsExactly(1, 2, 3, 5, 8, 9);
        assertThatThrownBy(() -> Uids.parse("1:x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void manyAreAskedForInPieces() {
        assertThat(Uids.windows()).isEmpty();
        long[] many = LongStream.rangeClosed(1, 1201).toArray();
        assertThat(Uids.windows(many)).hasSize(3);
        assertThat(Uids.windows(many).stream().flatMapToLong(LongStream::of).toArray())
                .isEqualTo(many);
    }
}

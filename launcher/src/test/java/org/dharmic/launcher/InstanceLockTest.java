package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.dharmic.launcher.InstanceLock.Holder;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceLockTest {

    private static final Holder SOMEBODY = new Holder(42, Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir
    Path folder;

    private Layout layout;

    @BeforeEach
    void aDataFolder() throws Exception {
        layout = new Layout(folder, folder);
        Files.createDirectories(layout.dharmic());
    }

    @Test
    void theSecondIsToldWhoHoldsIt() throws Exception {
        try (InstanceLock first = InstanceLock.take(layout, Holder.self())) {
            assertThatThrownBy(() -> InstanceLock.take(layout, SOMEBODY))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("in use by another Dharmic (pid "
                            + ProcessHandle.current().pid())
                    .hasMessageContaining(layout.dharmic().toString());
            assertThat(InstanceLock.running(layout)).contains(Holder.self());
        }
        assertThat(InstanceLock.running(layout)).isEmpty();
        InstanceLock.take(layout, SOMEBODY).close();
    }

    @Test
    void theMessageIsOneLine() {
        assertThat(InstanceLock.refusal(layout, Optional.of(SOMEBODY)))
                .contains("pid 42, running since 2026-11-22T10:00:00Z")
                .doesNotContain("\n");
        assertThat(InstanceLock.refusal(layout, Optional.empty())).contains("did not sign");
    }

    @Test
    void aSignatureIsReadBackAndAnythingElseIsNot() {
        assertThat(Holder.parse(SOMEBODY.format())).contains(SOMEBODY);
        assertThat(Holder.parse("")).isEmpty();
        assertThat(Holder.parse("42")).isEmpty();
        assertThat(Holder.parse("x 2026-11-22T10:00:00Z")).isEmpty();
        assertThat(Holder.parse("42 yesterday")).isEmpty();
    }

    @Test
    void anotherProcessWithTheSamePidIsNotTheHolder() throws Exception {
        Holder self = Holder.self();
        Files.writeString(layout.lock(), new Holder(self.pid(), self.started().minusSeconds(60)).format());

        assertThat(InstanceLock.running(layout)).isEmpty();
    }
}

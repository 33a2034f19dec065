package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.dharmic.mail.imap.mime.Parsed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayGuardTest {

    private static final Set<String> MARK = Set.of("0".repeat(32));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state").resolve("test.admitted");
    }

    private static Set<String> marks(String signature) {
        return ReplayGuard.marks(Parsed.mail("DKIM-Signature: " + signature + "\r\n\r\n"), Policies.ALICE);
    }

    @Test
    void theSameSignatureInAnotherItemIsAReplay() throws IOException {
        ReplayGuard guard = new ReplayGuard(file);
        assertThat(guard.isReplay(MARK, "item-1")).isFalse();
        guard.admitted(MARK, "item-1");
        assertThat(guard.isReplay(MARK, "item-1")).isFalse(); // the same item once more, after a crash
        assertThat(guard.isReplay(MARK, "item-2")).isTrue();
        assertThat(new ReplayGuard(file).isReplay(MARK, "item-2")).isTrue();
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aMarkIsThatOfTheSignatureHoweverItIsWritten() {
        Set<String> mark = marks("v=1; d=friends.example; s=k; bh=x; b=abc def");
        assertThat(mark).hasSize(1).isEqualTo(marks("b=a bcdef;d=Friends.example; t=1; s=k"));
        assertThat(marks("v=1; d=friends.example; s=k; b=abcdeg")).isNotEqualTo(mark);
        assertThat(marks("v=1; d=evil.example; s=k; b=abcdef")).isEmpty();
        assertThat(marks("d=friends.example; s=k; b=")).isEmpty();
        assertThat(marks("nonsense")).isEmpty();
    }

    @Test
    void aTornLineIsPassedOverAndTheNextStandsOnItsOwn() throws IOException {
        new ReplayGuard(file).admitted(MARK, "item-1");
        Files.writeString(file, "1234", StandardOpenOption.APPEND);
        Set<String> next = Set.of("1".repeat(32));
        new ReplayGuard(file).admitted(next, "item-2");
        ReplayGuard guard = new ReplayGuard(file);
        assertThat(guard.isReplay(MARK, "x")).isTrue();
        assertThat(guard.isReplay(next, "x")).isTrue();
    }

    @Test
    void theFileStaysSmallAndTheNewestAreKept() throws IOException {
        ReplayGuard guard = new ReplayGuard(file, 3);
        for (int i = 0; i < 20; i++) {
            guard.admitted(Set.of(String.format("%032d", i)), "item-" + i);
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(6);
        ReplayGuard after = new ReplayGuard(file, 3);
        assertThat(after.isReplay(Set.of(String.format("%032d", 19)), "x")).isTrue();
        assertThat(after.isReplay(Set.of(String.format("%032d", 0)), "x")).isFalse();
    }

    @Test
    void whatCannotBeRememberedIsNotAdmitted() throws IOException {
        Files.createDirectories(file);
        assertThatThrownBy(() -> new ReplayGuard(file).isReplay(MARK, "x")).isInstanceOf(StateUnusable.class);
        assertThatThrownBy(() -> new ReplayGuard(file).admitted(MARK, "x")).isInstanceOf(StateUnusable.class);
    }
}

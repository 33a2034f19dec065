package org.dharmic.mail.imap.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.Tier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrespondentsTest {

    private static final SenderPolicy POLICY = Policies.plain();
    private static final Map<String, Grant> CONFIGURED = POLICY.allowed();
    private static final Grant ADMIN = new Grant(Tier.ADMIN, "all");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("state").resolve("test.senders");
    }

    private Correspondents open() {
        return new Correspondents(file);
    }

    @Test
    void withoutADecisionTheConfigurationHolds() {
        assertThat(open().find(Policies.ALICE, CONFIGURED))
                .contains(new Correspondent(Policies.ALICE, true, Tier.WRITE, "family", "configuration"));
        assertThat(open().find("eve@evil.example", CONFIGURED)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void decisionsOutliveARestartAndAreForTheOwnerAlone() throws IOException {
        open().allow("Bob@Friends.example", ADMIN, POLICY);
        open().deny("eve@evil.example");
        assertThat(open().all(CONFIGURED))
                .containsExactly(
                        new Correspondent(Policies.ALICE, true, Tier.WRITE, "family", "configuration"),
                        new Correspondent("bob@friends.example", true, Tier.ADMIN, "all", "console"),
                        new Correspondent("eve@evil.example", false, Tier.ASK, "none", "console"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "# Decisions of the console, written by it; format 1.",
                        "allow bob@friends.example admin all",
                        "deny eve@evil.example");
    }

    @Test
    void aDenialWinsOverTheConfigurationAndIsTakenBackByAllowing() {
        Correspondents correspondents = open();
        correspondents.deny(Policies.ALICE);
        assertThat(correspondents.find(Policies.ALICE, CONFIGURED).orElseThrow().allowed())
                .isFalse();
        assertThatThrownBy(() -> correspondents.speaking(Policies.ALICE, POLICY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mail:allow");
        correspondents.allow(Policies.ALICE, new Grant(Tier.ASK, "all"), POLICY);
        assertThat(correspondents.find(Policies.ALICE, CONFIGURED))
                .contains(new Correspondent(Policies.ALICE, true, Tier.ASK, "all", "console"));
        assertThat(correspondents.speaking(" Alice@Friends.example", POLICY)).isEqualTo(Policies.ALICE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deny",
                "deny eve",
                "deny eve@evil.example now",
                "allow bob@friends.example",
                "allow bob@friends.example owner all",
                "allow bob@friends.example ask a/b",
                "permit bob@friends.example ask all",
                "deny eve@evil.example\nallow eve@evil.example ask all"
            })
    void aFileThatIsNotUnderstoodAdmitsNobody(String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
        Correspondents correspondents = open();
        assertThatThrownBy(() -> correspondents.find(Policies.ALICE, CONFIGURED))
                .isInstanceOf(StateUnusable.class)
                .hasMessageContaining(file.toString());
        Files.writeString(file, "# mended\n\ndeny eve@evil.example\n");
        assertThat(correspondents.find(Policies.ALICE, CONFIGURED)).isPresent();
    }

    @Test
    void aFileThatCannotBeReadAdmitsNobody() throws IOException {
        Files.createDirectories(file);
        assertThatThrownBy(() -> open().find(Policies.ALICE, CONFIGURED)).isInstanceOf(StateUnusable.class);
    }

    @Test
    void whatCannotBeWrittenIsNotDecided() throws IOException {
        Correspondents correspondents = open();
        correspondents.find(Policies.ALICE, CONFIGURED);
        Files.writeString(file.getParent(), "no folder");
        assertThatThrownBy(() -> correspondents.deny(Policies.ALICE)).isInstanceOf(StateUnusable.class);
        assertThat(correspondents.find(Policies.ALICE, CONFIGURED).orElseThrow().allowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eve", "Eve <eve@evil.example>", "eve@evil.example\nallow x@y.example admin all"})
    void onlyAPlainAddressIsDecidedAbout(String address) {
        assertThatThrownBy(() -> open().deny(address)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open().allow(address, ADMIN, POLICY)).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void ourOwnAddressIsNeverAllowed() {
        assertThatThrownBy(() -> open().allow("agent+x@example.org", ADMIN, POLICY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("our own");
    }
}

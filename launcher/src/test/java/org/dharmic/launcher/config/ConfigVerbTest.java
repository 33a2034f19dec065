package org.dharmic.launcher.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.metatype.Problem;
import org.dharmic.launcher.metatype.StoredSet;
import org.dharmic.launcher.metatype.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigVerbTest {

    private static final String METATYPE = """
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="room" name="A room">
                <AD id="poll.seconds" type="Integer" min="1" max="60" default="30" description="Seconds, 1 to 60"/>
                <AD id="folder" type="String" default=""
                    description="A folder. Takes effect at a restart of this component."/>
                <AD id="key.secret" type="String" default="a.key" description="Name of a secret"/>
                <AD id="password" type="Password" default="" description="A password"/>
              </OCD>
              <OCD id="account" name="An account">
                <AD id="host" type="String" description="A host"/>
                <AD id="port" type="Integer" min="1" max="65535" default="993" description="Port, 1 to 65535"/>
              </OCD>
              <Designate pid="org.dharmic.vault.test"><Object ocdref="room"/></Designate>
              <Designate factoryPid="org.dharmic.mail.test"><Object ocdref="account"/></Designate>
            </metatype:MetaData>
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Layout layout;
    private Path file;
    private boolean running;

    @BeforeEach
    void anInstance() throws IOException {
        layout = new Layout(folder.resolve("home"), folder.resolve("base"));
        Files.createDirectories(layout.etc());
        Files.createDirectories(layout.dharmic().resolve("config"));
        Files.writeString(layout.startList(), "mvn\\:org.dharmic/room/1.0.0 = 80\n");
        Path jar = layout.home().resolve("system/org/dharmic/room/1.0.0/room-1.0.0.jar");
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.dharmic.vault.test");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.0.0");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry("OSGI-INF/metatype/room.xml"));
            out.write(METATYPE.getBytes(StandardCharsets.UTF_8));
        }
        file = layout.etc().resolve("org.dharmic.vault.test.cfg");
        Files.writeString(file, "# How often.\n#poll.seconds = 30\n");
    }

    @Test
    void aValueIsSetBelowItsCommentAndReadAgain() throws Exception {
        assertThat(config("set", "vault.test", "poll.seconds", "5")).contains("poll.seconds = 5", "next start");
        assertThat(file).content().isEqualTo("# How often.\n#poll.seconds = 30\npoll.seconds = 5\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(config("get", "vault.test", "poll.seconds")).isEqualTo("5\n");
        assertThat(config("list", "vault.test"))
                .contains("poll.seconds = 5  (1 to 60 s; file, default 30; hot)")
                .contains("folder       =   (default; restart)")
                .contains("key.secret   = a.key");
        config("unset", "org.dharmic.vault.test", "poll.seconds");
        assertThat(file).content().isEqualTo("# How often.\n#poll.seconds = 30\n");
        assertThat(config("get", "vault.test", "poll.seconds")).isEqualTo("30\n");
    }

    @Test
    void whatTheMetatypeRefusesIsNotWritten() throws IOException {
        String before = Files.readString(file);
        assertThatThrownBy(() -> config("set", "vault.test", "folder", "/x", "poll.seconds", "0"))
                .isInstanceOf(StartFailure.class)
                .hasMessage("poll.seconds must be a whole number from 1 to 60, was '0'"
                        + " (etc/org.dharmic.vault.test.cfg); nothing is changed");
        assertThatThrownBy(() -> config("set", "vault.test", "pol.seconds", "5"))
                .hasMessage("org.dharmic.vault.test has no key pol.seconds, perhaps poll.seconds");
        assertThatThrownBy(() -> config("set", "vault.tset", "poll.seconds", "5"))
                .hasMessage("Nobody reads org.dharmic.vault.tset, perhaps org.dharmic.vault.test");
        assertThatThrownBy(() -> config("set", "vault.test", "folder", "${karaf.etc}/x"))
                .hasMessageContaining("without ${");
        assertThatThrownBy(() -> config("set", "vault.test", "folder"))
                .hasMessageContaining("config takes")
                .satisfies(e -> assertThat(((StartFailure) e).exitCode()).isEqualTo(2));
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void instancesOfAFactoryHaveAFileEach() throws Exception {
        assertThatThrownBy(() -> config("set", "mail.test", "port", "1")).hasMessageContaining("mail.test-home");
        config("set", "mail.test-home", "host", "mail.example.org", "port", "143");
        assertThat(layout.etc().resolve("org.dharmic.mail.test-home.cfg"))
                .content()
                .isEqualTo("host = mail.example.org\nport = 143\n");
        assertThat(config("list")).contains("org.dharmic.mail.test~home", "port = 143");
    }

    @Test
    void aMistakeInTheFileIsMarkedAndDoesNotHinderItsMending() throws Exception {
        Files.writeString(
                file,
                "poll.seconds = often\nfoldr = x\npassword = hunter2\nhunter3 = hunter4\nfelix.fileinstall.filename = f\n");
        assertThat(config("list", "vault.test"))
                .contains("! poll.seconds", "must be a whole number from 1 to 60, was 'often'")
                .contains("! foldr", "perhaps folder")
                .doesNotContain("hunter2", "hunter4", "fileinstall");
        config("set", "vault.test", "folder", "/y");
        config("unset", "vault.test", "foldr");
        config("set", "vault.test", "poll.seconds", "6");
        assertThat(file)
                .content()
                .isEqualTo("poll.seconds = 6\npassword = hunter2\nhunter3 = hunter4\n"
                        + "felix.fileinstall.filename = f\nfolder = /y\n");
    }

    @Test
    void aRunningContainerSaysWhetherItIsInForce() throws Exception {
        running = true;
        CompletableFuture<Void> guard = CompletableFuture.runAsync(() -> answer("poll.seconds = 7", List.of()));
        assertThat(config("set", "vault.test", "poll.seconds", "7", "folder", "/z"))
                .contains("poll.seconds = 7: in force")
                .contains("folder = /z: stored; it takes effect at a restart of that component:"
                        + " ./dharmic exec 'bundle:restart org.dharmic.vault.test'");
        guard.join();
    }

    @Test
    void whatTheRoomRefusesIsTakenBack() throws Exception {
        running = true;
        String before = Files.readString(file);
        CompletableFuture<Void> guard = CompletableFuture.runAsync(
                () -> answer("poll.seconds = 13", List.of(new Problem("poll.seconds", "13", "a lucky number"))));
        assertThatThrownBy(() -> config("set", "vault.test", "poll.seconds", "13"))
                .hasMessage("poll.seconds must be a lucky number, was '13' (etc/org.dharmic.vault.test.cfg);"
                        + " nothing is changed");
        guard.join();
        assertThat(file).content().isEqualTo(before);
    }

    @Test
    void aFileThatTheContainerCannotReadIsNotTakenForItsValues() throws Exception {
        running = true;
        Files.writeString(file, "folder = C:\\users\\me\npoll.seconds = 5\n");
        assertThat(config("list", "vault.test"))
                .contains("! folder", "write \\\\ for a backslash", "(etc/org.dharmic.vault.test.cfg)")
                .containsPattern("poll.seconds += 30 ");
        assertThatThrownBy(() -> config("set", "vault.test", "poll.seconds", "7"))
                .hasMessageStartingWith("folder must be without a \\u")
                .hasMessageEndingWith("nothing is changed");
        running = false;
        config("set", "vault.test", "folder", "C:\\users\\me");
        assertThat(config("get", "vault.test", "folder")).isEqualTo("C:\\users\\me\n");
    }

    /** As config-guard does when fileinstall has seen the file. */
    private void answer(String line, List<Problem> problems) {
        try {
            while (!Files.readString(file).contains(line + "\n")) {
                Thread.onSpinWait();
            }
            Files.writeString(
                    layout.dharmic()
                            .resolve("config")
                            .resolve(StoredSet.fileName("org.dharmic.vault.test", Verdict.SUFFIX)),
                    Verdict.of(CfgFile.parse(Files.readString(file)).values(), problems)
                            .text());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String config(String... words) throws StartFailure, IOException {
        printed.reset();
        new ConfigVerb(layout, () -> running, new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run(List.of(words));
        return printed.toString(StandardCharsets.UTF_8);
    }
}

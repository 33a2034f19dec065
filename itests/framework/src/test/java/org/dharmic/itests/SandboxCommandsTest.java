package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox's commands against the real house, with the sample vault. */
class SandboxCommandsTest {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxCommandsTest.class);
    private static final String SANDBOX = "org.dharmic.sandbox";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static FelixRun run;

    @BeforeAll
    static void start() throws Exception {
        run = House.in(folder).start();
        Post post = new Post();
        post.open(run);
        run.configure(
                "org.dharmic.vault.lucene", Map.of("vault.folder", unpackVault().toString()));
        run.configure("org.dharmic.mail.imap~sandbox", post.account());
    }

    @AfterAll
    static void stop() {
        if (run != null) {
            run.close();
        }
    }

    private static Path unpackVault() throws IOException {
        Bundle sandbox = run.bundle(SANDBOX);
        Path vault = folder.resolve("vault");
        List<URL> notes = Collections.list(sandbox.findEntries("sample/vault", "*.md", true));
        for (URL note : notes) {
            Path file = vault.resolve(note.getPath().substring("/sample/vault/".length()));
            Files.createDirectories(file.getParent());
            try (InputStream in = note.openStream()) {
                Files.copy(in, file);
            }
        }
        return vault;
    }

    /** Runs a command as the shell does: a new action, its fields set, its output on the session's console. */
    private static String execute(String action, Map<String, Object> options) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Session session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> method.getName().equals("getConsole") ? console : null);
        Class<?> type = run.bundle(SANDBOX).loadClass(SANDBOX + "." + action);
        Action command = (Action) type.getConstructor().newInstance();
        set(command, "session", session);
        set(command, "sandbox", run.service(SANDBOX + ".Sandbox", SOON));
        for (Map.Entry<String, Object> option : options.entrySet()) {
            set(command, option.getKey(), option.getValue());
        }
        try {
            command.execute();
        } catch (Exception e) {
            throw new AssertionError(action + " failed after printing\n" + printed.toString(StandardCharsets.UTF_8), e);
        }
        String shown = printed.toString(StandardCharsets.UTF_8);
        LOG.info("{} printed\n{}", action, shown);
        return shown;
    }

    private static void set(Object target, String field, Object value) throws ReflectiveOperationException {
        Field declared = target.getClass().getDeclaredField(field);
        declared.setAccessible(true);
        declared.set(target, value);
    }

    @Test
    void theDemoConvinces() throws Exception {
        String shown = execute("DemoCommand", Map.of());
        assertThat(shown)
                .contains("Checked: 3 mails, one reply to each")
                .contains("home/water-filter.md#L")
                .contains("Written by: extractive");
    }

    @Test
    void aLoadRunIsEven() throws Exception {
        String line = execute("LoadCommand", Map.of("count", 40, "rate", 20.0, "json", true));
        assertThat(line.strip())
                .startsWith("{\"sent\":40,\"replied\":40,\"duplicates\":0,\"missing\":0,")
                .endsWith("}");
    }
}

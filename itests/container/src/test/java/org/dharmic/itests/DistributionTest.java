package org.dharmic.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * The archive as it is shipped, booted once and without a network. Pax Exam starts it through Karaf's own main class; what
 * our launcher adds is asked of the launcher itself, in the recovery tests.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DistributionTest {

    private static final String VAULT = "org.dharmic.vault.lucene";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    private BundleContext context;

    @Inject
    private SessionFactory sessions;

    @Inject
    private ServiceComponentRuntime runtime;

    @Inject
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] distribution() throws IOException {
        return ExamContainer.options(VAULT);
    }

    // --- bundles and components

    @Test
    public void everyLineOfTheStartListRuns() throws Exception {
        Properties list = new Properties();
        try (Reader reader = Files.newBufferedReader(etc("startup.properties"))) {
            list.load(reader);
        }
        List<String> wrong = new ArrayList<>();
        for (String location : list.stringPropertyNames()) {
            Bundle bundle = context.getBundle(location);
            boolean fragment = bundle != null && bundle.getHeaders("").get("Fragment-Host") != null;
            if (bundle == null || bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                wrong.add(location + " is " + (bundle == null ? "not installed" : "in state " + bundle.getState()));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(list.size() > 60);
    }

    /** Two are made from configurations that a new instance does not have; everything else has what it needs. */
    @Test
    public void everyComponentRunsButThoseThatNobodyConfigured() {
        assertEquals(
                Set.of(
                        "org.dharmic.mail.imap.ImapMailChannel waits for [org.dharmic.mail.imap]",
                        "org.apache.felix.hc.core.impl.CompositeHealthCheck waits for"
                                + " [org.apache.felix.hc.core.impl.CompositeHealthCheck]"),
                Set.copyOf(new Components(runtime).notRunning()));
    }

    // --- commands

    @Test
    public void everyDocumentedCommandIsThereAndExplainsItself() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (DocumentedCommand command : DocumentedCommand.all()) {
            documented.add(command.name());
            String help = shell().run(command.name() + " --help").replaceAll("\\s+", " ");
            assertTrue(
                    command.name() + " --help should say: " + command.does() + ", was: " + help,
                    help.contains(command.does()));
        }
        Set<String> scopes = documented.stream().map(name -> name.split(":")[0]).collect(Collectors.toSet());
        Set<String> there = sessions.getRegistry().getCommands().stream()
                .filter(command -> scopes.contains(command.getScope()))
                .map(DistributionTest::fullName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(documented, there);
    }

    private static String fullName(Command command) {
        return command.getScope() + ":" + command.getName();
    }

    @Test
    public void commandsForScriptsPrintJsonLines() throws Exception {
        shell().attempt("telos:init --aim \"Truthful help\" --description \"Clear answers\" \"Keep the house\"");
        int asked = 0;
        for (DocumentedCommand command : DocumentedCommand.all()) {
            if (command.forScripts()
                    && !command.needsArguments()
                    && !command.name().startsWith("mail:")) {
                lines(shell().run(command.name() + " --json")).forEach(DistributionTest::parse);
                asked++;
            }
        }
        assertTrue("commands asked: " + asked, asked > 10);
    }

    private static JsonNode parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            assertTrue("an object: " + line, node.isObject());
            return node;
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    @Test
    public void journalAnswersFromItsStore() {
        assertTrue(shell().run("journal:list").contains("No items"));
        assertEquals("", shell().run("journal:list --json").strip());
        assertTrue(shell().run("journal:stats").contains("INGESTED"));
        assertTrue(shell().run("journal:verify").contains("Sound."));
        assertTrue(shell().run("mail:rejected").contains("No mail was rejected."));
        assertNotNull(shell().attempt("journal:park nosuchitem").failure());
        assertNotNull(shell().attempt("mail:release nosuchitem").failure());
        Shell.Outcome unknown = shell().attempt("journal:show nosuchitem");
        assertNotNull(unknown.failure());
        assertTrue(unknown.said(), unknown.said().contains("nosuchitem"));
        assertNotNull(shell().attempt("journal:retry nosuchitem").failure());
    }

    @Test
    public void telosIsWrittenOnceAndEvolves() throws Exception {
        shell().attempt("telos:init --aim \"Truthful help\" --description \"Clear answers\" \"Keep the house\"");
        assertTrue(Files.readString(etc("telos.yaml")).contains("Truthful help"));
        assertNotNull(shell().attempt("telos:init --aim Gold --description More \"Dig\"")
                .failure());
        shell().run("telos:evolve --reason \"spring has come\" \"Prune the quince\"");
        assertTrue(shell().run("telos:show").contains("Truthful help"));
        assertTrue(shell().run("telos:show").contains("Prune the quince"));
        assertTrue(shell().run("telos:show --history --json").contains("spring has come"));
    }

    @Test
    public void strangeMemoryKeepsWhatHappened() throws Exception {
        shell().run("strange-memory:append observations \"content=first frost\"");
        JsonNode last = parse(lines(shell().run("strange-memory:recent observations -n 1 --json"))
                .get(0));
        assertEquals("first frost", last.get("content").asText());
        assertTrue(Files.readString(data().resolve("strange-memory/observations.jsonl"))
                .contains("first frost"));
        assertTrue(shell().run("strange-memory:status").contains("observations"));
        shell().run("strange-memory:patterns");
        shell().run("strange-memory:witness");
    }

    @Test
    public void deepMemoryFindsFactsAndForgetsThem() {
        shell().run("deep-memory:add \"The anemometer stands 8 metres above the ground\" --topic weather");
        JsonNode found =
                parse(lines(shell().run("deep-memory:search anemometer --json")).get(0));
        assertTrue(found.get("text").asText().contains("8 metres"));
        String id = found.get("id").asText();
        assertTrue(shell().run("deep-memory:recent").contains(id));
        shell().run("deep-memory:forget " + id);
        assertEquals("", shell().run("deep-memory:search anemometer --json").strip());
    }

    @Test
    public void vaultFindsPassagesWithTheirLines() throws Exception {
        Patience.await(
                "the note", () -> shell().run("vault:search quince --json").contains("quince.md"));
        JsonNode hit = parse(lines(shell().run("vault:search quince --json")).get(0));
        assertTrue(hit.toString(), hit.toString().contains("quince.md"));
        assertTrue(shell().run("vault:read quince.md").contains("41 kilos"));
        assertNotNull(shell().attempt("vault:read ../../../../etc/passwd").failure());
    }

    @Test
    public void agentAnswersFromTheNotesAndNamesThem() throws Exception {
        Patience.await(
                "the note", () -> shell().run("vault:search quince --json").contains("quince.md"));
        String answer = shell().run("agent:ask \"How many kilos did the quince tree give in 2023?\"");
        assertTrue(answer, answer.contains("41 kilos"));
        assertTrue(answer, answer.contains("quince.md#L"));
        assertTrue(shell().run("executor:list").contains("extractive"));
        assertTrue(shell().run("agent:status").contains("concurrency"));
    }

    @Test
    public void heartbeatLooksAtEveryRoom() throws Exception {
        Patience.await("the vault's index", () -> shell().run("vault:search quince --json")
                .contains("quince.md"));
        List<JsonNode> checks = lines(shell().run("heartbeat:now --json")).stream()
                .map(DistributionTest::parse)
                .toList();
        assertTrue("checks: " + checks, checks.size() > 10);
        for (JsonNode check : checks) {
            assertFalse(
                    check.toString(),
                    Set.of("CRITICAL", "HEALTH_CHECK_ERROR")
                            .contains(check.get("status").asText()));
        }
        assertTrue(shell().run("metrics:show --prometheus").contains("heartbeat_beat_seconds"));
        assertTrue(shell().run("metrics:resources").contains("heap"));
    }

    // --- configuration

    @Test
    public void anEditReachesTheRunningInstance() throws Exception {
        String before = Files.readString(etc(VAULT + ".cfg"));
        Components.Instance first = new Components(runtime).instance(VAULT);
        try {
            edit(VAULT, before.replaceAll("(?m)^vault\\.folder *=.*$", "vault.folder = " + folder("other-vault")));
            Patience.await("the other vault", () -> shell().run("vault:search pear --json")
                    .contains("pear.md"));
            assertEquals("", shell().run("vault:search quince --json").strip());
            assertEquals(first.number(), new Components(runtime).instance(VAULT).number());
        } finally {
            edit(VAULT, before);
        }
        Patience.await("the first vault", () -> shell().run("vault:search quince --json")
                .contains("quince.md"));
        assertEquals(first.number(), new Components(runtime).instance(VAULT).number());
    }

    @Test
    public void aMistakeIsRefusedAndTheGoodValuesStay() throws Exception {
        Patience.await("the first vault", () -> shell().run("vault:search quince --json")
                .contains("quince.md"));
        String before = Files.readString(etc(VAULT + ".cfg"));
        Components.Instance first = new Components(runtime).instance(VAULT);
        try {
            edit(VAULT, "vault.folder = " + folder("other-vault") + "\nreconcile.seconds = 1\n");
            String message = Patience.awaitText(
                    "the refusal", () -> shell().run("heartbeat:now"), text -> text.contains("reconcile.seconds"));
            assertTrue(message, message.matches("(?s).*reconcile\\.seconds must be [^\\n]*5 to 86400, was '1'.*"));
            assertTrue(message, message.contains(VAULT + ".cfg"));
            assertTrue(shell().run("vault:search quince --json").contains("quince.md"));
            Components.Instance then = new Components(runtime).instance(VAULT);
            assertEquals(first.number(), then.number());
            assertEquals(
                    first.properties().get("vault.folder"), then.properties().get("vault.folder"));
        } finally {
            edit(VAULT, before);
        }
        Patience.await(
                "the end of the alarm", () -> !shell().run("heartbeat:now").contains("reconcile.seconds"));
    }

    /** As a careful editor saves: nobody sees half a file. */
    private void edit(String pid, String content) throws IOException {
        Path draft = Files.writeString(etc(pid + ".draft"), content);
        Files.move(draft, etc(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
    }

    // --- the outside

    @Test
    public void nobodyCanLogInWithAPassword() throws Exception {
        for (String user : List.of("karaf", "admin", "dharmic")) {
            LoginContext login = new LoginContext("karaf", callbacks -> {
                for (Callback callback : callbacks) {
                    if (callback instanceof NameCallback name) {
                        name.setName(user);
                    } else if (callback instanceof PasswordCallback password) {
                        password.setPassword(user.toCharArray());
                    }
                }
            });
            assertThrows(FailedLoginException.class, login::login);
        }
    }

    @Test
    public void theDeployFolderIsNotFileinstalls() throws Exception {
        var watched = configurations.listConfigurations("(service.factoryPid=org.apache.felix.fileinstall)");
        assertEquals("folders watched beside etc/", null, watched);
        assertEquals(
                Path.of(System.getProperty("karaf.etc")).toRealPath(),
                Path.of(context.getProperty("felix.fileinstall.dir")).toRealPath());

        int before = context.getBundles().length;
        Path deploy = Files.createDirectories(base().resolve("deploy"));
        Path jar = deploy.resolve("stray.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "stray");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        try {
            // An edit that has arrived says that the folders have been looked at.
            String own = Files.readString(etc(VAULT + ".cfg"));
            edit(VAULT, own + "\ndrain.seconds = 3\n");
            Patience.await("the edit", () -> "3"
                    .equals(String.valueOf(
                            new Components(runtime).instance(VAULT).properties().get("drain.seconds"))));
            edit(VAULT, own);
            Patience.await("its end", () -> !"3"
                    .equals(String.valueOf(
                            new Components(runtime).instance(VAULT).properties().get("drain.seconds"))));
            assertEquals(before, context.getBundles().length);
        } finally {
            Files.delete(jar);
        }
    }

    /** Even where nobody sets a umask. What the launcher adds to this is asked of the launcher. */
    @Test
    public void whatTheMachineKeepsLiesInTheOwnersFolders() throws Exception {
        shell().run("strange-memory:append observations \"content=private\"");
        List<String> open = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(data())) {
            for (Path folder : tree.filter(Files::isDirectory).toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
                if (!mode.equals("rwx------")) {
                    open.add(data().relativize(folder) + " " + mode);
                }
            }
        }
        assertEquals(List.of(), open);
    }

    // --- places

    private Shell shell() {
        return new Shell(sessions);
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }

    private static Path base() {
        return Path.of(System.getProperty("karaf.base"));
    }

    private static Path etc(String name) {
        return Path.of(System.getProperty("karaf.etc"), name);
    }

    private Path data() {
        return Path.of(context.getProperty("dharmic.data"));
    }

    private Path folder(String name) {
        return Path.of(context.getProperty("vault.for.tests"), name);
    }
}

package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.dharmic.agent.Agent;
import org.dharmic.context.Inquiry;
import org.dharmic.deepmemory.DeepMemory;
import org.dharmic.executor.Completion;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Executor;
import org.dharmic.executor.Lane;
import org.dharmic.executor.Prompt;
import org.dharmic.heartbeat.Beat;
import org.dharmic.heartbeat.Heartbeat;
import org.dharmic.itests.support.Correspondent;
import org.dharmic.journal.Filter;
import org.dharmic.journal.Journal;
import org.dharmic.metrics.Metrics;
import org.dharmic.platform.SecretResolver;
import org.dharmic.strangememory.Layer;
import org.dharmic.strangememory.StrangeMemory;
import org.dharmic.telos.Telos;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Query;
import org.dharmic.vault.VaultIndex;

/** Every room of the distribution in one run, with the sandbox's mail server, and work that goes through each of them. */
final class WholeHouse implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Answers as the Claude CLI does, without asking anybody. */
    private static final String SCRIPTED_CLI = """
            #!/bin/sh
            if [ "$1" = --version ]; then echo '9.9.9 (scripted)'; exit 0; fi
            cat > /dev/null
            echo '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"result":"Twenty kilos."}'
            """;

    /** Something a room does. */
    @FunctionalInterface
    interface Work {
        void go(WholeHouse house, int round) throws Exception;
    }

    /** A room and work that goes through it. */
    record Room(String symbolicName, String jar, Work work) {
        @Override
        public String toString() {
            return jar;
        }
    }

    static final List<Room> ROOMS = List.of(
            new Room("org.dharmic.journal.sqlite", "journal-sqlite", WholeHouse::mail),
            new Room("org.dharmic.mail.imap", "mail-imap", WholeHouse::mail),
            new Room("org.dharmic.agent.core", "agent-core", (house, round) -> {
                house.mail(round);
                house.ask(round);
            }),
            new Room("org.dharmic.vault.lucene", "vault-lucene", (house, round) -> {
                house.search();
                house.mail(round);
            }),
            new Room("org.dharmic.telos.yaml", "telos-yaml", WholeHouse::evolve),
            new Room("org.dharmic.strangememory.jsonl", "strange-memory-jsonl", WholeHouse::observe),
            new Room("org.dharmic.deepmemory.sqlite", "deep-memory-sqlite", WholeHouse::remember),
            new Room(
                    "org.dharmic.executor.claudecli", "executor-claude-cli", (house, round) -> house.run("claude-cli")),
            new Room(
                    "org.dharmic.executor.extractive",
                    "executor-extractive",
                    (house, round) -> house.run("extractive")),
            new Room("org.dharmic.heartbeat.core", "heartbeat-core", (house, round) -> house.beat()),
            new Room("org.dharmic.metrics.core", "metrics-core", WholeHouse::measure),
            new Room("org.dharmic.platform.secrets", "platform-secrets", (house, round) -> house.resolve()),
            new Room("org.dharmic.configguard", "config-guard", WholeHouse::reconfigure),
            new Room("org.dharmic.shell", "shell", (house, round) -> house.rooms()),
            new Room("org.dharmic.exec", "exec", (house, round) -> house.connect()));

    private final Path folder;
    private final FelixRun run;
    private final Correspondent owner;
    private int mails;

    private WholeHouse(Path folder, FelixRun run, Correspondent owner) {
        this.folder = folder;
        this.run = run;
        this.owner = owner;
    }

    /** Starts everything; returns when the first mail could be sent. */
    static WholeHouse in(Path folder) throws Exception {
        Path secrets = Files.createDirectories(folder.resolve("etc/secrets"), PRIVATE);
        Path program = folder.resolve("claude");
        Files.writeString(program, SCRIPTED_CLI);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path key = Files.writeString(secrets.resolve("anthropic.api.key"), "made-up-for-this-test");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path vault = Files.createDirectories(folder.resolve("vault"));
        Files.writeString(vault.resolve("quince.md"), "# Quince tree\n\nThe quince tree gave 20 kilos.\n");

        FelixRun run = House.in(folder)
                .sharing(Agent.class, Inquiry.class, VaultIndex.class, Executor.class, DeepMemory.class)
                .sharing(StrangeMemory.class, Telos.class, Heartbeat.class, Metrics.class, RolePrincipal.class)
                .with("lib-health", "lib-cron", "snakeyaml-engine")
                .with(ROOMS.stream().map(Room::jar).toArray(String[]::new))
                .start();
        try {
            offerShell(run);
            Post post = new Post();
            post.open(run, secrets);
            // As in the distribution: the library's own default of 25 threads would fill up over the whole run.
            run.configure(
                    "org.apache.felix.hc.core.impl.executor.HealthCheckExecutorThreadPool",
                    Map.of("threadPoolSize", 4));
            run.configure("org.dharmic.executor.claudecli", Map.of("command", program.toString()));
            run.configure("org.dharmic.vault.lucene", Map.of("vault.folder", vault.toString()));
            run.configure("org.dharmic.mail.imap~sandbox", post.account());
            WholeHouse house = new WholeHouse(folder, run, post.correspondent(Post.OWNER));
            house.settle();
            run.awaitTrue(
                    () -> run.service(Journal.class, SOON)
                            .cursor("sandbox", "INBOX")
                            .isPresent(),
                    SOON,
                    "the mail channel");
            run.service(Telos.class, SOON).init("Truthful help", "Clear and kind", List.of("Keep the house in order"));
            return house;
        } catch (Exception | AssertionError e) {
            run.close();
            throw e;
        }
    }

    /** Stands for Karaf's shell, which the commands' entrance waits for. */
    private static void offerShell(FelixRun run) {
        SessionFactory none = (SessionFactory) Proxy.newProxyInstance(
                SessionFactory.class.getClassLoader(),
                new Class<?>[] {SessionFactory.class},
                (proxy, method, given) -> {
                    throw new UnsupportedOperationException("there is no shell in this run");
                });
        run.context().registerService(SessionFactory.class, none, new Hashtable<>());
    }

    FelixRun run() {
        return run;
    }

    /** Waits until every component is satisfied. */
    void settle() {
        run.awaitTrue(() -> run.unsatisfied().isEmpty(), SOON, "every component");
    }

    // ---- work

    private void mail(int round) throws MessagingException {
        String id = "<leak-" + ++mails + "@sandbox.test>";
        owner.send(Post.AGENT, id, "Quinces " + mails, "How many kilos did the quince tree give?", List.of());
        List<Correspondent.Received> replies = new ArrayList<>();
        try {
            run.awaitTrue(() -> replies.addAll(fresh()), SOON, "a reply to mail " + mails + " in round " + round);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + story(), e);
        }
        assertThat(replies)
                .singleElement()
                .extracting(Correspondent.Received::inReplyTo)
                .isEqualTo(id);
    }

    /** What the journal knows of the latest mail. */
    private String story() {
        Journal journal = run.service(Journal.class, SOON);
        return journal.find(Filter.newest(1)).stream()
                .map(item -> item + "\n" + journal.history(item.id()))
                .collect(Collectors.joining("\n"));
    }

    private List<Correspondent.Received> fresh() {
        try {
            return owner.fresh();
        } catch (MessagingException e) {
            throw new AssertionError("the mailbox cannot be read", e);
        }
    }

    private void ask(int round) throws Exception {
        Inquiry inquiry = new Inquiry(
                "leak-" + round, "console", "owner", "all", "t" + round, "", "The quince tree?", Instant.now());
        run.service(Agent.class, SOON).ask(inquiry).toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private void search() {
        VaultIndex index = run.service(VaultIndex.class, SOON);
        run.awaitTrue(() -> index.state().phase() == IndexState.Phase.READY, SOON, "the index");
        assertThat(index.search(Query.of("quince", 3)).hits()).isNotEmpty();
    }

    private void evolve(int round) {
        Telos telos = run.service(Telos.class, SOON);
        telos.evolve(List.of("Aim of round " + round), "a test");
        assertThat(telos.orientationPrompt()).contains("Aim of round " + round);
    }

    private void observe(int round) {
        StrangeMemory memory = run.service(StrangeMemory.class, SOON);
        memory.append(Layer.OBSERVATIONS, "", Map.of("content", "Round " + round));
        assertThat(memory.recent(Layer.OBSERVATIONS, 1).get(0).text("content")).isEqualTo("Round " + round);
    }

    private void remember(int round) {
        DeepMemory memory = run.service(DeepMemory.class, SOON);
        memory.add("", "Fact number " + round, List.of());
        assertThat(memory.search("fact", 3)).isNotEmpty();
    }

    private void run(String name) throws Exception {
        Executor executor = run.services(Executor.class).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(executor.run(
                                new Prompt("leak", "Be kind.", "How many?", "How many?", List.of()),
                                Lane.INTERACTIVE,
                                Deadline.in(SOON))
                        .toCompletableFuture()
                        .get(SOON.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(Completion.Done.class);
    }

    private void beat() {
        assertThat(run.service(Heartbeat.class, SOON).now().checks())
                .extracting(Beat.Check::name)
                .contains("journal.sqlite", "vault.lucene");
    }

    private void measure(int round) throws Exception {
        Metrics metrics = run.service(Metrics.class, SOON);
        run.awaitTrue(() -> !metrics.readings().isEmpty(), SOON, "the registry");
        mail(round);
        assertThat(metrics.prometheus()).contains("agent_");
    }

    private void resolve() {
        assertThat(run.service(SecretResolver.class, SOON).resolve("anthropic.api.key"))
                .isNotEmpty();
    }

    /** Waits until the set has come through the guard, or the next update would come between. */
    private void reconfigure(int round) throws IOException {
        int most = 1 + round % 10;
        run.configure("org.dharmic.executor.extractive", Map.of("quotes.max", most));
        run.awaitTrue(
                () -> run.references(Executor.class).stream()
                        .anyMatch(each -> Integer.valueOf(most).equals(each.getProperty("quotes.max"))),
                SOON,
                "quotes.max = " + most);
    }

    private void rooms() {
        assertThat(run.service("org.dharmic.shell.Rooms", SOON)).isNotNull();
    }

    private void connect() throws IOException {
        Path socket = folder.resolve("data/exec.sock");
        run.awaitTrue(() -> Files.exists(socket), SOON, socket.toString());
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(client.connect(UnixDomainSocketAddress.of(socket))).isTrue();
        }
    }

    @Override
    public void close() throws MessagingException {
        owner.close();
        run.close();
    }
}

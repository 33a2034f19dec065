package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.dharmic.journal.Journal;
import org.dharmic.launcher.config.Catalogue;
import org.dharmic.launcher.metatype.Changes;
import org.dharmic.launcher.metatype.Schema;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.platform.ConfigProblems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configurations of all rooms change in any order, rightly and wrongly, while mails keep coming in: what is right is in
 * force within a second, what is wrong leaves a message and nothing else, and every mail is answered once.
 */
class ConfigStormTest {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigStormTest.class);
    private static final int VALID = 180;
    private static final int INVALID = 120;
    private static final long SEED = Long.getLong("storm.seed", 20261122L);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration IN_FORCE = Duration.ofSeconds(1);
    private static final Duration ALL_ANSWERED = Duration.ofSeconds(90);

    private static final String ACCOUNT = "org.dharmic.mail.imap~sandbox";

    /** What stops mail, or brings it from elsewhere, is not for this test; the server itself stands outside the house. */
    private static final Set<String> LEFT_ALONE = Set.of(
            "org.dharmic.agent.core paused",
            ACCOUNT + " auth", // right together with others alone
            ACCOUNT + " imap.port",
            ACCOUNT + " imap.security",
            ACCOUNT + " smtp.port",
            ACCOUNT + " smtp.security",
            ACCOUNT + " message.max.bytes",
            ACCOUNT + " probe.seconds",
            ACCOUNT + " smtp.timeout.seconds");

    /** Free texts that are right, and ranges that leave mails a way through. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "poll.seconds", List.of("1", "2"),
            "spool.min.free.mb", List.of("0", "1", "20"),
            "drain.seconds", List.of("0", "1", "2"),
            "exclude", List.of("**/.*", "**/.*,**/node_modules", "archive/**"),
            "model", List.of("sonnet", "opus", ""),
            "reply.from.name", List.of("Dharmic", "Agent", ""),
            "scopes", List.of("", "family=home|kitchen"),
            "account", List.of("sandbox"));

    private final Map<String, Map<String, Object>> inForce = new HashMap<>();

    @Test
    void whatIsRightTakesEffectAndWhatIsWrongLeavesAMessageAlone(@TempDir Path folder) throws Exception {
        try (FelixRun run = House.guarded(folder).start()) {
            Post post = new Post();
            post.open(run);
            Map<String, Schema> schemas = schemas();
            schemas.keySet()
                    .removeIf(pid -> !pid.equals(ACCOUNT) && readers(run, pid).isEmpty());
            assertThat(schemas).as("rooms that are configured").hasSizeGreaterThan(11);
            for (String pid : schemas.keySet()) {
                if (!pid.equals(ACCOUNT)) {
                    begin(run, pid, Map.of()); // as the shipped files are: comments alone
                }
            }
            begin(
                    run,
                    "org.dharmic.vault.lucene",
                    Map.of("vault.folder", Feed.vault(folder).toString()));
            begin(run, ACCOUNT, post.account());
            run.awaitTrue(
                    () -> run.service(Journal.class, SOON)
                            .cursor("sandbox", "INBOX")
                            .isPresent(),
                    SOON,
                    "the mail channel");
            assertThat(run.unsatisfied()).isEmpty();

            List<Changes.Change> changes = new Changes(
                            schemas,
                            (pid, attribute) -> !LEFT_ALONE.contains(pid + ' ' + attribute.key()),
                            VALUES,
                            SEED)
                    .take(VALID, INVALID);
            long slowest = 0;
            try (Feed feed = new Feed(post);
                    Replies replies = new Replies(post)) {
                for (Changes.Change change : changes) {
                    long begun = System.nanoTime();
                    if (change.valid()) {
                        apply(run, change);
                        slowest = Math.max(slowest, System.nanoTime() - begun);
                    } else {
                        refuse(run, change);
                    }
                }
                mend(run);
                int sent = feed.stop();
                run.awaitTrue(() -> replies.answered().size() >= sent, ALL_ANSWERED, "an answer to each of " + sent);
                run.awaitTrue(() -> Replies.allMarked(run, sent), SOON, "the end of every item");
                replies.stop();
                replies.assertBalance(sent);
                LOG.info(
                        "{} right and {} wrong changes (seed {}) while {} mails were answered; slowest in force after {} ms",
                        VALID,
                        INVALID,
                        SEED,
                        sent,
                        slowest / 1_000_000);
            }
            assertThat(run.unsatisfied()).isEmpty();
            assertThat(failures(run)).isEmpty();
        }
    }

    /** One schema for each set that can change. */
    private static Map<String, Schema> schemas() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String name : FelixRun.names(name -> true)) {
            jars.add(FelixRun.jar(name));
        }
        Map<String, Schema> schemas = new TreeMap<>();
        for (Catalogue.Entry entry : Catalogue.of(jars).entries()) {
            if (!entry.pid().equals("org.dharmic.sandbox")) {
                schemas.put(entry.factory() ? ACCOUNT : entry.pid(), entry.schema());
            }
        }
        return schemas;
    }

    private void begin(FelixRun run, String pid, Map<String, Object> set) throws IOException {
        Map<String, Object> texts = new HashMap<>();
        set.forEach((key, value) -> texts.put(key, String.valueOf(value))); // as from a file
        inForce.put(pid, texts);
        run.configure(pid, texts);
    }

    private Map<String, Object> good(String pid) {
        return inForce.getOrDefault(pid, Map.of());
    }

    private void apply(FelixRun run, Changes.Change change) throws IOException {
        inForce.put(change.pid(), Changes.applied(good(change.pid()), change));
        run.configure(change.pid(), good(change.pid()));
        run.awaitTrue(
                () -> isInForce(run, change.pid())
                        && problems(run, change.pid()).isEmpty(),
                IN_FORCE,
                change + " in force");
    }

    private void refuse(FelixRun run, Changes.Change change) throws IOException {
        run.configure(change.pid(), Changes.applied(good(change.pid()), change));
        run.awaitTrue(
                () -> problems(run, change.pid()).stream()
                        .anyMatch(problem -> problem.key().equals(change.key())),
                IN_FORCE,
                "a message about " + change);
        assertThat(readers(run, change.pid()).stream().map(reader -> reader.properties.get(change.key())))
                .as(change.toString())
                .doesNotContain(change.value());
        // What was handed on before may still be on its way.
        run.awaitTrue(() -> isInForce(run, change.pid()), IN_FORCE, "what was in force before " + change);
    }

    /** As a person does who reads the messages. */
    private void mend(FelixRun run) throws IOException {
        for (String pid : problems(run).stream().map(ConfigProblem::pid).collect(java.util.stream.Collectors.toSet())) {
            run.configure(pid, good(pid));
        }
        run.awaitTrue(() -> problems(run).isEmpty(), IN_FORCE, "the end of all messages");
        assertThat(guard(run).execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    /** Whether all keys of the set stand among the properties of each component that reads it, and all of them work. */
    private boolean isInForce(FelixRun run, String pid) {
        List<ComponentConfigurationDTO> readers = readers(run, pid);
        return !readers.isEmpty()
                && readers.stream()
                        .allMatch(reader -> (reader.state
                                                & (ComponentConfigurationDTO.ACTIVE
                                                        | ComponentConfigurationDTO.SATISFIED))
                                        != 0
                                && good(pid).entrySet().stream().allMatch(each -> each.getValue()
                                        .toString()
                                        .equals(String.valueOf(reader.properties.get(each.getKey())))));
    }

    private static List<ComponentConfigurationDTO> readers(FelixRun run, String pid) {
        ServiceComponentRuntime runtime = run.service(ServiceComponentRuntime.class, SOON);
        String schemaPid = pid.split("~")[0];
        List<ComponentConfigurationDTO> readers = new ArrayList<>();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (Arrays.asList(component.configurationPid).contains(schemaPid)) {
                readers.addAll(runtime.getComponentConfigurationDTOs(component));
            }
        }
        return readers;
    }

    private static List<String> failures(FelixRun run) {
        ServiceComponentRuntime runtime = run.service(ServiceComponentRuntime.class, SOON);
        return runtime.getComponentDescriptionDTOs().stream()
                .map(runtime::getComponentConfigurationDTOs)
                .flatMap(Collection::stream)
                .filter(each -> each.failure != null)
                .map(each -> each.description.name + ": " + each.failure)
                .toList();
    }

    private static List<ConfigProblem> problems(FelixRun run) {
        return run.service(ConfigProblems.class, SOON).problems();
    }

    private static List<ConfigProblem> problems(FelixRun run, String pid) {
        return problems(run).stream()
                .filter(problem -> problem.pid().equals(pid))
                .toList();
    }

    private static HealthCheck guard(FelixRun run) {
        try {
            ServiceReference<?>[] found = run.context()
                    .getAllServiceReferences(HealthCheck.class.getName(), '(' + HealthCheck.NAME + "=configguard)");
            return Optional.ofNullable(found)
                    .map(some -> (HealthCheck) run.context().getService(some[0]))
                    .orElseThrow(() -> new AssertionError("the guard offers no health"));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

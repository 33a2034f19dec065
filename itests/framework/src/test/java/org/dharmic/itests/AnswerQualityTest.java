package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dharmic.agent.Agent;
import org.dharmic.context.Inquiry;
import org.dharmic.executor.Executor;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.VaultIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How well questions in a person's own words are answered from the sample vault without a language model: agent, index and
 * extractive executor as they run, no conversation around.
 */
class AnswerQualityTest {

    private static final Logger LOG = LoggerFactory.getLogger(AnswerQualityTest.class);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SAMPLE = "sample/";
    private static final Pattern PLACE = Pattern.compile("`([^`#]+)#L\\d+-L\\d+`");

    /** Reached are 24 and 22 of 30; the rest needs to know that words mean the same. */
    private static final int RIGHT_NOTE_FIRST = 24;

    private static final int RIGHT_WORDS_QUOTED = 20;

    /** A question, the note that answers it, and the words that do. */
    private record Question(String text, String note, String words) {}

    @Test
    void questionsFindTheirNoteAndTheWordsThatAnswer(@TempDir Path folder) throws Exception {
        List<Question> questions = sample(folder.resolve("vault"));
        try (FelixRun run = FelixRun.in(folder)
                .sharing(Agent.class, Inquiry.class, VaultIndex.class, Executor.class)
                .withAllContracts()
                .with("org.apache.felix.healthcheck.api", "lib-lucene", "lib-metrics")
                .with("jackson-annotations", "jackson-core", "jackson-databind")
                .with("executor-extractive", "agent-core", "vault-lucene")
                .start()) {
            run.configure(
                    "org.dharmic.vault.lucene",
                    Map.of("vault.folder", folder.resolve("vault").toString()));
            run.awaitTrue(
                    () -> run.service(VaultIndex.class, SOON).state().phase() == IndexState.Phase.READY,
                    SOON,
                    "the index");
            run.service(Executor.class, SOON);

            List<String> wrongNote = new ArrayList<>();
            List<String> wrongWords = new ArrayList<>();
            for (Question question : questions) {
                String answer = ask(run.service(Agent.class, SOON), question.text());
                if (!firstNote(answer).equals(question.note())) {
                    wrongNote.add(question.text());
                }
                if (!quoted(answer).contains(flat(question.words()))) {
                    wrongWords.add(question.text());
                }
            }
            LOG.info(
                    "Of {} questions {} cite the right note first and {} quote the words that answer",
                    questions.size(),
                    questions.size() - wrongNote.size(),
                    questions.size() - wrongWords.size());
            assertThat(questions).hasSize(30);
            assertThat(wrongNote)
                    .as("questions that cite another note first")
                    .hasSizeLessThanOrEqualTo(questions.size() - RIGHT_NOTE_FIRST);
            assertThat(wrongWords)
                    .as("questions whose answer is not among the quotes")
                    .hasSizeLessThanOrEqualTo(questions.size() - RIGHT_WORDS_QUOTED);
            assertThat(wrongNote)
                    .as("the demo's questions")
                    .doesNotContain(questions.get(0).text());
            assertThat(ask(run.service(Agent.class, SOON), questions.get(0).text()))
                    .startsWith("From the notes:")
                    .contains("next due: 2026-09-14", "CX-20", "— Water filter › Cartridge and dates, `")
                    .contains("`home/water-filter.md#L16-L17`", "`home/water-filter.md#L14-L14`")
                    .doesNotContain("\\");
        }
    }

    private static String ask(Agent agent, String question) throws Exception {
        Inquiry inquiry = new Inquiry(
                "q-" + question.hashCode(),
                "console",
                "owner",
                "all",
                "t-" + question.hashCode(),
                "",
                question,
                Instant.EPOCH);
        return agent.ask(inquiry)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .markdown();
    }

    private static String firstNote(String answer) {
        Matcher place = PLACE.matcher(answer);
        return place.find() ? place.group(1) : "";
    }

    private static String quoted(String answer) {
        return flat(answer.lines()
                .filter(line -> line.startsWith(">"))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining(" ")));
    }

    private static String flat(String text) {
        return text.replace("*", "").toLowerCase(Locale.ROOT);
    }

    /** Unpacks the sample vault of the sandbox and reads its questions. */
    private static List<Question> sample(Path vault) throws IOException {
        List<Question> questions = new ArrayList<>();
        try (JarFile jar = new JarFile(FelixRun.jar("sandbox").toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(each -> !each.isDirectory()).toList()) {
                if (entry.getName().startsWith(SAMPLE + "vault/")) {
                    Path file = vault.resolve(entry.getName().substring((SAMPLE + "vault/").length()));
                    Files.createDirectories(file.getParent());
                    Files.copy(jar.getInputStream(entry), file);
                } else if (entry.getName().equals(SAMPLE + "questions.tsv")) {
                    String lines = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    lines.lines()
                            .map(line -> line.split("\t"))
                            .forEach(line -> questions.add(new Question(line[0], line[1], line[2])));
                }
            }
        }
        return questions;
    }
}

package org.dharmic.vault.lucene.prompt;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.lucene.answer.AnswerSettings;
import org.dharmic.vault.lucene.engine.Engine;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Terms;
import org.dharmic.vault.lucene.search.Found;
import org.dharmic.vault.lucene.search.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of what the engine found what a prompt is given. */
public final class PromptPassages {

    private static final Logger LOG = LoggerFactory.getLogger(PromptPassages.class);

    /** For a prompt: nobody waits longer, and the agent has a deadline of its own. */
    private static final Duration CONTEXT_DEADLINE = Duration.ofSeconds(2);
    /** For each passage wanted so many are looked at, and so many of one file: they tell which file is the best. */
    private static final int CONTEXT_CANDIDATES = 5;
    /** Of one file, with what it has beside the passages that were found. */
    private static final int PER_FILE = 4;

    private final AnswerSettings settings;
    private final Clock clock;
    private final VaultFolder folder;
    private final Engine engine;
    private final Meters meters;

    /** @param folder the vault's folder; null when none is configured */
    public PromptPassages(AnswerSettings settings, Clock clock, VaultFolder folder, Engine engine, Meters meters) {
        this.settings = settings;
        this.clock = clock;
        this.folder = folder;
        this.engine = engine;
        this.meters = meters;
    }

    /**
     * The best passages, best first, each as whole lines exactly as they stand in the file.
     *
     * @param scope name of the vault scope
     * @param limit at most so many
     * @param maxChars characters of all of them together
     */
    public List<WholeLines> best(List<Clause> clauses, String scope, int limit, int maxChars) {
        long start = System.nanoTime();
        // Similar words help a person who mistyped, not a prompt.
        Found found = engine.find(new Request(
                "",
                clauses,
                settings.scopes().of(scope),
                0,
                limit * CONTEXT_CANDIDATES,
                CONTEXT_CANDIDATES,
                false,
                settings.prior(),
                start + CONTEXT_DEADLINE.toNanos(),
                clock.instant()));
        if (found.passages().isEmpty()) {
            return List.of();
        }
        try (PromptReader reader = new PromptReader(folder.reads(), settings.passageMaxChars())) {
            return best(found, engine.terms(clauses), reader, limit, maxChars);
        } finally {
            meters.timeSince("vault_context_seconds", start);
        }
    }

    private static List<WholeLines> best(Found found, Terms terms, PromptReader reader, int limit, int maxChars) {
        List<Choice.Candidate> candidates = new ArrayList<>();
        for (FoundPassage passage : found.passages()) {
            try {
                if (!passage.section().front()) {
                    candidates.add(new Choice.Candidate(passage, reader.words(passage, terms)));
                }
            } catch (IOException e) {
                LOG.debug("Left out {}: {}", passage.path(), e.toString());
            }
        }
        Choice choice = Choice.of(candidates, limit);
        // No single passage takes it all, whatever the budget.
        int share = Math.max(maxChars / 2, Math.min(maxChars, 600));
        List<WholeLines> best = new ArrayList<>();
        int left = maxChars;
        for (FoundPassage passage : choice.passages()) {
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                break;
            }
            try {
                WholeLines lines =
                        reader.lines(passage, terms, Math.min(left, share)).orElse(null);
                if (lines != null) {
                    best.add(lines);
                    left -= lines.text().length();
                }
            } catch (IOException e) {
                LOG.debug("Left out {}: {}", passage.path(), e.toString());
            }
        }
        best.addAll(restOf(choice.bestFile(), best, reader, terms, Math.min(left, share)));
        return best;
    }

    /** The answer may stand in words of its own beside the passage that was found. */
    private static List<WholeLines> restOf(
            String path, List<WholeLines> taken, PromptReader reader, Terms terms, int maxChars) {
        List<WholeLines> own =
                taken.stream().filter(each -> each.path().equals(path)).toList();
        if (own.isEmpty() || Thread.currentThread().isInterrupted()) {
            return List.of();
        }
        try {
            return reader.rest(own, terms, maxChars, PER_FILE - own.size());
        } catch (IOException e) {
            LOG.debug("Left out the rest of {}: {}", path, e.toString());
            return List.of();
        }
    }
}

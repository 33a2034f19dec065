package org.dharmic.vault.lucene.answer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.lucene.engine.Engine;
import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.markdown.Headings;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.QueryText;
import org.dharmic.vault.lucene.query.Terms;
import org.dharmic.vault.lucene.search.Found;
import org.dharmic.vault.lucene.search.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes of what the engine found what a person is shown. */
public final class Searching {

    private static final Logger LOG = LoggerFactory.getLogger(Searching.class);

    /** Of the words that stood in for one that was mistyped. */
    private static final int SIMILAR_SHOWN = 5;

    private final AnswerSettings settings;
    private final Clock clock;
    private final VaultFolder folder;
    private final Engine engine;
    private final Meters meters;

    /** @param folder the vault's folder; null when none is configured */
    public Searching(AnswerSettings settings, Clock clock, VaultFolder folder, Engine engine, Meters meters) {
        this.settings = settings;
        this.clock = clock;
        this.folder = folder;
        this.engine = engine;
        this.meters = meters;
    }

    private PassageReader passages() {
        return new PassageReader(folder.reads(), settings.passageMaxChars());
    }

    public SearchResult search(Query query) {
        return search(query, QueryText.parse(query.text()), path -> true);
    }

    /** @param wanted which notes may be shown */
    private SearchResult search(Query query, List<Clause> clauses, Predicate<String> wanted) {
        long start = System.nanoTime();
        List<String> under = settings.scopes().of(query.scope());
        Found found = engine.find(request(query, clauses, under));
        List<Hit> hits = new ArrayList<>();
        int unreadable = 0;
        if (!found.passages().isEmpty()) {
            Terms terms = engine.terms(withSimilar(clauses, found));
            try (PassageReader reader = passages()) {
                for (FoundPassage passage : found.passages()) {
                    if (!wanted.test(passage.path())) {
                        continue;
                    }
                    try {
                        hits.add(hit(reader.snippet(passage, terms), passage.score()));
                    } catch (NoSuchFileException e) {
                        if (folder.missing().isEmpty()) {
                            continue; // deleted a moment ago; the index will know soon
                        }
                        hits.add(withoutSnippet(passage));
                        unreadable++;
                    } catch (IOException e) {
                        LOG.debug("No snippet of {}: {}", passage.path(), e.toString());
                        hits.add(withoutSnippet(passage));
                        unreadable++;
                    }
                }
            }
        }
        SearchResult result = new SearchResult(
                hits, found.total(), note(engine, clauses, found, hits.size(), unreadable, query), engine.state());
        meters.timeSince("vault_search_seconds", start);
        meters.count("vault_searches_total", "result", hits.isEmpty() ? "empty" : "hits");
        return result;
    }

    Request request(Query query, List<Clause> clauses, List<String> under) {
        return new Request(
                query.text(),
                clauses,
                under,
                query.offset(),
                query.limit(),
                1,
                true,
                settings.prior(),
                System.nanoTime() + query.deadline().toNanos(),
                clock.instant());
    }

    /** Notes with the words that a text has and few others have. */
    SearchResult like(Query query, List<String> words, String except) {
        List<Clause> clauses = words.stream()
                .map(word -> new Clause(Clause.Field.ANY, Clause.Kind.WORDS, Clause.Occur.MAY, word, 1))
                .toList();
        return search(query, clauses, path -> !path.equals(except));
    }

    private static Hit hit(PassageReader.Shown shown, double score) {
        return new Hit(
                shown.path(),
                shown.title(),
                Headings.below(shown.title(), shown.section().heading()),
                shown.text(),
                shown.section().firstLine(),
                shown.section().lastLine(),
                shown.hash(),
                score);
    }

    static Hit withoutSnippet(FoundPassage passage) {
        return new Hit(
                passage.path(),
                passage.title(),
                Headings.below(passage.title(), passage.section().heading()),
                "",
                passage.section().firstLine(),
                passage.section().lastLine(),
                passage.hash(),
                passage.score());
    }

    private static String note(
            Engine engine, List<Clause> clauses, Found found, int shown, int unreadable, Query query) {
        StringJoiner note = new StringJoiner("; ");
        IndexState state = engine.state();
        if (state.phase() != Phase.READY) {
            note.add(state.message() + (shown > 0 ? "; these are from what is indexed" : ""));
        }
        if (clauses.isEmpty()) {
            note.add("there is no word to look for");
        } else if (found.total() == 0 && state.files() > 0) {
            List<String> unknown = engine.unknown(clauses);
            note.add(
                    unknown.isEmpty()
                            ? "no note has this"
                                    + (query.scope().equals(Scopes.ALL) ? "" : " in scope " + query.scope())
                            : "no note has "
                                    + String.join(
                                            ", ",
                                            unknown.stream()
                                                    .map(Searching::brief)
                                                    .toList()));
        } else if (shown == 0 && found.total() > 0 && query.offset() >= found.total()) {
            note.add("there are no more than " + found.total());
        }
        if (found.alike() && shown > 0) {
            note.add(
                    found.similar().isEmpty()
                            ? "no note has all these words; some have a similar name"
                            : "no note has "
                                    + String.join(", ", quoted(found.similar().keySet()))
                                    + "; similar words were looked for: "
                                    + String.join(", ", quoted(similar(found))));
        }
        if (!found.totalIsExact()) {
            note.add("at least " + found.total() + " notes match");
        }
        if (found.timedOut()) {
            note.add("the search ended at its deadline and may be incomplete");
        }
        if (unreadable > 0) {
            note.add(unreadable + " of the files cannot be read now and are shown without text");
        }
        return note.toString();
    }

    /** So that lines are shown which have the words that stood in. */
    private static List<Clause> withSimilar(List<Clause> clauses, Found found) {
        List<Clause> all = new ArrayList<>(clauses);
        for (String word : similar(found)) {
            all.add(new Clause(Clause.Field.ANY, Clause.Kind.WORDS, Clause.Occur.MAY, word, 1));
        }
        return all;
    }

    private static Set<String> similar(Found found) {
        Set<String> words = new TreeSet<>();
        found.similar().values().forEach(each -> words.addAll(each.subList(0, Math.min(each.size(), SIMILAR_SHOWN))));
        return words;
    }

    private static List<String> quoted(Collection<String> words) {
        return words.stream().sorted().map(Searching::brief).toList();
    }

    private static String brief(String word) {
        return "'" + (word.length() > 40 ? word.substring(0, 40) + "…" : word) + "'";
    }
}

package org.dharmic.vault.lucene.answer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Links;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.Why;
import org.dharmic.vault.lucene.engine.Engine;
import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.QueryText;
import org.dharmic.vault.lucene.search.Reasons;
import org.dharmic.vault.lucene.search.Request;

/** Folders, likeness, links and reasons: what is asked of the index and the files together. */
public final class Inquiring {

    private final AnswerSettings settings;
    private final Engine engine;
    private final Searching searching;
    private final Reading reading;

    public Inquiring(AnswerSettings settings, Engine engine, Searching searching, Reading reading) {
        this.settings = settings;
        this.engine = engine;
        this.searching = searching;
        this.reading = reading;
    }

    public List<FolderCount> facets(Query query, int most) {
        List<Clause> clauses = QueryText.parse(query.text());
        if (clauses.isEmpty()) {
            return List.of();
        }
        Request request = searching.request(query, clauses, settings.scopes().of(query.scope()));
        return engine.facets(request, most);
    }

    public SearchResult like(String locator, String scope, int limit) {
        Passage passage = read(locator, scope);
        // One more, for the note itself is mostly the first.
        Query query = new Query(
                "", scope, 0, Math.min(limit + 1, 1000), Query.of("", 1).deadline());
        List<String> words = engine.telling(
                passage.text(), System.nanoTime() + query.deadline().toNanos());
        SearchResult found = searching.like(query, words, passage.path());
        List<Hit> hits = found.hits();
        return new SearchResult(
                hits.size() > limit ? hits.subList(0, limit) : hits,
                Math.max(0, found.total() - 1),
                words.isEmpty() ? "the note has no word that other notes have" : found.note(),
                found.state());
    }

    public Links links(String path, String scope) {
        Passage note = read(path, scope);
        List<String> under = settings.scopes().of(scope);
        List<Link> links = Markdown.parse(
                        note.path(), note.text().getBytes(StandardCharsets.UTF_8), settings.passageMaxChars())
                .links();
        Request request = searching.request(Query.of("", 1), List.of(), under);
        return engine.links(request, note.path(), links);
    }

    public Why why(Query query, String path) {
        String note = Locator.parse(path).path();
        requireIn(note, query.scope(), settings.scopes().of(query.scope()));
        List<Clause> clauses = QueryText.parse(query.text());
        Reasons reasons =
                clauses.isEmpty() ? Reasons.NONE : engine.why(searching.request(query, clauses, List.of(note)));
        if (reasons.passage().isEmpty()) {
            reading.read(note); // says so when there is no such note, and what there is instead
        }
        return new Why(reasons.passage().map(Searching::withoutSnippet), reasons.parts());
    }

    private Passage read(String locator, String scope) {
        requireIn(Locator.parse(locator).path(), scope, settings.scopes().of(scope));
        return reading.read(locator);
    }

    /** What is outside is not there: its name is no secret, but what is in it is. */
    private static void requireIn(String path, String scope, List<String> under) {
        if (!Scopes.isUnder(path, under)) {
            throw new VaultException("there is no note '" + path + "' in scope " + scope);
        }
    }
}

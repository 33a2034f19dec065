package org.dharmic.vault.lucene;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** What is asked of whole files: their folders, their times, and the links between them. */
final class FileQueries {

    /** Links that are looked at for a query; the best of them say where they lead. */
    private static final int LINKS = 64;

    private static final int TARGETS = 8;
    /** The words somebody else calls a note by are worth more than the same words in a text. */
    private static final float LINK_WEIGHT = 2f;
    /** Several links that call it so make it surer. */
    private static final float AGAIN = 0.1f;

    private static final int MAX_SOURCES = 10_000;

    private final View view;

    FileQueries(View view) {
        this.view = view;
    }

    Query under(List<String> folders) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        folders.forEach(
                folder -> any.add(new TermQuery(new Term(IndexStore.UNDER, folder)), BooleanClause.Occur.SHOULD));
        return any.build();
    }

    /** Files of a {@link Period}; one whose time is too new to be sure of belongs to now. */
    Query modified(String text) {
        Instant now = view.now();
        Period period = Period.of(text, now, ZoneId.systemDefault());
        Query known = NumericDocValuesField.newSlowRangeQuery(
                IndexStore.MODIFIED, Math.max(0, period.from()), period.to() - 1);
        boolean isNow = period.from() <= now.toEpochMilli() && now.toEpochMilli() < period.to();
        return isNow
                ? Pieces.either(known, NumericDocValuesField.newSlowExactQuery(IndexStore.MODIFIED, IndexStore.UNSURE))
                : known;
    }

    // ---- links

    /** Files with a link to a note, which is named by its path or its name. */
    Query linkingTo(String note) throws IOException {
        List<BytesRef> sources = new ArrayList<>();
        for (String path : sources(targetsOf(note), MAX_SOURCES)) {
            sources.add(new BytesRef(path));
        }
        return new TermInSetQuery(IndexStore.UNDER, sources);
    }

    /** Every way in which a link may say the note that a person names. */
    Set<String> targetsOf(String note) throws IOException {
        String written = note.endsWith(".md") ? note : note + ".md";
        Set<String> targets = new LinkedHashSet<>(List.of(written));
        if (written.indexOf('/') < 0) {
            targets.add(Link.named(Markdown.stem(written)));
            view.each(
                    new TermQuery(new Term(IndexStore.NAMED, Link.named(Markdown.stem(written)))),
                    100,
                    file -> targets.add(view.path(file)));
        } else if (view.unique(Link.withoutFolder(written)).isPresent()) {
            targets.add(Link.withoutFolder(written));
        }
        return targets;
    }

    /** Paths of the files that link to one of the targets. */
    List<String> sources(Collection<String> targets, int most) throws IOException {
        List<BytesRef> terms = targets.stream().map(BytesRef::new).toList();
        Set<String> sources = new LinkedHashSet<>();
        view.each(new TermInSetQuery(IndexStore.TO, terms), most, link -> sources.add(view.path(view.file(link))));
        return List.copyOf(sources);
    }

    /** Notes that links call by the words of a query, and what that is worth. */
    Map<String, Float> calledSo(Query words) throws IOException {
        Map<String, Float> best = new HashMap<>();
        Map<String, Integer> times = new HashMap<>();
        for (ScoreDoc link : view.best(words, LINKS)) {
            String target = view.target(link.doc);
            best.merge(target, link.score, Math::max);
            times.merge(target, 1, Integer::sum);
        }
        List<String> targets = new ArrayList<>(best.keySet());
        targets.sort(Comparator.comparing((String target) -> -best.get(target)).thenComparing(target -> target));
        Map<String, Float> worth = new LinkedHashMap<>();
        for (String target : targets) {
            Optional<String> path = worth.size() < TARGETS ? resolved(target) : Optional.empty();
            if (path.isPresent()) {
                float score = LINK_WEIGHT * best.get(target) * (1 + AGAIN * (float) Math.log(times.get(target)));
                worth.merge(path.get(), score, Math::max);
            }
        }
        return worth;
    }

    /** Where a link leads: to the path, or else to the only file of that name. */
    Optional<String> resolved(String target) throws IOException {
        return !target.startsWith(Link.NAMED) && view.isFile(target)
                ? Optional.of(target)
                : view.unique(Link.withoutFolder(target));
    }
}

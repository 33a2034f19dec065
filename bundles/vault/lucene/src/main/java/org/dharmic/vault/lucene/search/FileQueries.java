package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.index.Fields;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.index.Pieces;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.query.Period;

/** What is asked of whole files: their folders, their times, and the links between them. */
final class FileQueries {

    private final View view;

    FileQueries(View view) {
        this.view = view;
    }

    View view() {
        return view;
    }

    Query under(List<String> folders) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        folders.forEach(folder -> any.add(new TermQuery(new Term(Fields.UNDER, folder)), BooleanClause.Occur.SHOULD));
        return any.build();
    }

    /** Files of a {@link Period}; one whose time is too new to be sure of belongs to now. */
    Query modified(String text) {
        Instant now = view.now();
        Period period = Period.of(text, now, ZoneId.systemDefault());
        Query known =
                NumericDocValuesField.newSlowRangeQuery(Fields.MODIFIED, Math.max(0, period.from()), period.to() - 1);
        boolean isNow = period.from() <= now.toEpochMilli() && now.toEpochMilli() < period.to();
        return isNow
                ? Pieces.either(known, NumericDocValuesField.newSlowExactQuery(Fields.MODIFIED, IndexStore.UNSURE))
                : known;
    }

    // ---- links

    /** Files with a link to a note, which is named by its path or its name. */
    Query linkingTo(String note) throws IOException {
        return new TermInSetQuery(
                Fields.TO, targetsOf(note).stream().map(BytesRef::new).toList());
    }

    /** Every way in which a link may say the note that a person names. */
    Set<String> targetsOf(String note) throws IOException {
        String written = note.endsWith(".md") ? note : note + ".md";
        Set<String> targets = new LinkedHashSet<>(List.of(written));
        if (written.indexOf('/') < 0) {
            targets.add(Link.named(Markdown.stem(written)));
            view.each(
                    new TermQuery(new Term(Fields.NAMED, Link.named(Markdown.stem(written)))),
                    100,
                    file -> targets.add(view.path(file)));
        } else if (view.unique(Link.withoutFolder(written)).isPresent()) {
            targets.add(Link.withoutFolder(written));
        }
        return targets;
    }

    /** Where a link leads: to the path, or else to the only file of that name. */
    Optional<String> resolved(String target) throws IOException {
        return !target.startsWith(Link.NAMED) && view.isFile(target)
                ? Optional.of(target)
                : view.unique(Link.withoutFolder(target));
    }
}

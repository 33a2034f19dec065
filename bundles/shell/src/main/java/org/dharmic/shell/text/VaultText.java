package org.dharmic.shell.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.vault.CacheFigures;
import org.dharmic.vault.FolderCount;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Links;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.VaultProblem;
import org.dharmic.vault.VaultSummary;
import org.dharmic.vault.Why;
import org.dharmic.vault.Written;

/** What the vault answers, in words. Each method is a pure function of its arguments. */
public final class VaultText {

    private VaultText() {}

    public static Sheet hits(List<Hit> hits) {
        Sheet.Builder sheet = Sheet.of("score", "place", "title", "heading", "snippet");
        hits.forEach(hit ->
                sheet.row(hit.score(), hit.citation(), hit.title(), Words.blankIsNone(hit.heading()), hit.snippet()));
        return sheet.build();
    }

    public static Sheet folders(List<FolderCount> folders) {
        Sheet.Builder sheet = Sheet.of("notes", "folder");
        folders.forEach(each -> sheet.row(each.notes(), Words.blankIsNone(each.folder())));
        return sheet.build();
    }

    public static Sheet links(Links links) {
        Sheet.Builder sheet = Sheet.of("direction", "line", "note", "target", "words");
        links.outgoing()
                .forEach(link -> sheet.row("to", Optional.of(link.line()), link.path(), link.target(), link.words()));
        links.incoming().forEach(path -> sheet.row("from", Optional.empty(), path, Optional.empty(), Optional.empty()));
        return sheet.build();
    }

    public static Sheet parts(Why why) {
        Sheet.Builder sheet = Sheet.of("score", "what");
        why.parts().forEach(part -> sheet.row(part.score(), part.what()));
        return sheet.build();
    }

    /** For scripts: the place and the parts in one document. */
    public static Map<String, Object> why(Why why) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("place", why.hit().map(Hit::citation));
        document.put("score", why.hit().map(Hit::score));
        document.put(
                "parts",
                why.parts().stream()
                        .map(part -> Map.of("what", part.what(), "score", part.score()))
                        .toList());
        return document;
    }

    public static Sheet notes(List<Note> notes) {
        Sheet.Builder sheet = Sheet.of("modified", "bytes", "path");
        notes.forEach(note -> sheet.row(note.modified(), note.bytes(), note.path()));
        return sheet.build();
    }

    public static Sheet named(List<Note> notes) {
        Sheet.Builder sheet = Sheet.of("modified", "bytes", "name", "path");
        notes.forEach(note -> sheet.row(note.modified(), note.bytes(), name(note.path()), note.path()));
        return sheet.build();
    }

    /** A path without folder and extension. */
    public static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.lastIndexOf('.') > 0 ? file.substring(0, file.lastIndexOf('.')) : file;
    }

    public static Sheet problems(List<VaultProblem> problems) {
        Sheet.Builder sheet = Sheet.of("path", "why");
        problems.forEach(problem -> sheet.row(problem.path(), problem.why()));
        return sheet.build();
    }

    public static Card index(IndexState state, CacheFigures cache) {
        long asked = cache.hits() + cache.misses();
        return Card.of("phase", state.phase())
                .with("files", state.files())
                .with("passages", state.passages())
                .with("done", state.done())
                .with("expected", state.expected())
                .with("problems", state.problems())
                .with("last_built", state.lastBuilt())
                .with("message", Words.blankIsNone(state.message()))
                .with("cache_entries", cache.entries())
                .with("cache_most", cache.most())
                .with("cache_hit_rate", asked == 0 ? Optional.empty() : Optional.of((double) cache.hits() / asked))
                .with("warmed", cache.warmed())
                .with("warmed_used", cache.warmedUsed())
                .build();
    }

    public static Sheet shelves(VaultSummary summary) {
        Sheet.Builder sheet = Sheet.of("part", "notes", "folder", "some");
        summary.shelves().forEach(shelf -> sheet.row(shelf.name(), shelf.notes(), shelf.folder(), shelf.some()));
        return sheet.build();
    }

    public static Map<String, Object> summaryDocument(VaultSummary summary) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("notes", summary.notes());
        document.put("passages", summary.passages());
        document.put(
                "shelves",
                summary.shelves().stream()
                        .map(shelf -> Map.of(
                                "name", shelf.name(),
                                "folder", shelf.folder(),
                                "notes", shelf.notes(),
                                "some", shelf.some()))
                        .toList());
        return document;
    }

    public static Card written(Written written) {
        return Card.of("path", written.path())
                .with("warnings", written.warnings())
                .build();
    }

    public static Card passage(Passage passage) {
        return Card.of("path", passage.path())
                .with("first_line", passage.firstLine())
                .with("last_line", passage.lastLine())
                .with("total_lines", passage.totalLines())
                .with("content_hash", passage.contentHash())
                .with("text", passage.text())
                .build();
    }

    public static String place(Passage passage) {
        return Words.line(passage.path()) + ", lines " + passage.firstLine() + "-" + passage.lastLine() + " of "
                + passage.totalLines() + ", @" + passage.contentHash();
    }
}

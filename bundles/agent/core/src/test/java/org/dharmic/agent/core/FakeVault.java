package org.dharmic.agent.core;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Query;
import org.dharmic.vault.SearchResult;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultIndex;

/** A vault whose scopes are its folders; a search finds what has one of the words, within its scope. */
class FakeVault implements Vault, VaultIndex, ContextContributor {

    private static final IndexState STATE =
            new IndexState(IndexState.Phase.READY, 2, 2, 0, 0, 0, Optional.empty(), "2 notes");

    final Map<String, String> notes = Collections.synchronizedMap(new LinkedHashMap<>());

    private static boolean isIn(String scope, String path) {
        return scope.equals("all") || path.startsWith(scope + "/");
    }

    @Override
    public Passage read(String locator) {
        String path = locator.replaceFirst("#.*", "");
        if (!notes.containsKey(path)) {
            throw new VaultException("no note " + path + "; near it are " + notes.keySet());
        }
        int lines = (int) notes.get(path).lines().count();
        return new Passage(path, notes.get(path), 1, lines, lines, "0");
    }

    @Override
    public List<Note> list(String folder, int limit) {
        return List.of();
    }

    @Override
    public List<Note> recent(int limit) {
        return List.of();
    }

    @Override
    public SearchResult search(Query query) {
        if (query.scope().equals("unknown")) {
            throw new VaultException("there is no vault scope 'unknown'; known are all, " + notes.keySet());
        }
        List<String> words = List.of(query.text().toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
        List<Hit> hits = List.copyOf(notes.entrySet()).stream()
                .filter(note -> isIn(query.scope(), note.getKey()))
                .filter(note ->
                        words.stream().anyMatch((note.getKey() + note.getValue()).toLowerCase(Locale.ROOT)::contains))
                .map(note -> new Hit(note.getKey(), note.getKey(), "", note.getValue(), 1, 1, "0", 1))
                .limit(query.limit())
                .toList();
        return new SearchResult(hits, hits.size(), "", STATE);
    }

    @Override
    public IndexState state() {
        return STATE;
    }

    @Override
    public String name() {
        return "vault";
    }

    @Override
    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        return search(new Query(
                        inquiry.subject() + " " + inquiry.text(), inquiry.scope(), 0, 10, Duration.ofSeconds(1)))
                .hits()
                .stream()
                .map(hit -> new ContextBlock("vault", hit.citation(), "", hit.snippet(), 1, Trust.DOCUMENT))
                .toList();
    }
}

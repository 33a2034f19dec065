package org.dharmic.vault.lucene.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dharmic.vault.FolderCount;

/** Counts notes by their topmost folders. */
public final class FolderCounts {

    private final Map<String, Long> counts = new TreeMap<>();

    public void add(String path) {
        int slash = path.indexOf('/');
        counts.merge(slash < 0 ? "" : path.substring(0, slash), 1L, Long::sum);
    }

    /** Folders with most notes first, at most so many. */
    public List<FolderCount> most(int most) {
        return counts.entrySet().stream()
                .map(each -> new FolderCount(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(FolderCount::notes).reversed().thenComparing(FolderCount::folder))
                .limit(most)
                .toList();
    }
}

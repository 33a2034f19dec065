package org.dharmic.swap.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Request;
import org.dharmic.swap.jar.JarReader;
import org.dharmic.swap.jar.RevisionJar;
import org.dharmic.swap.jar.UnusableJar;
import org.dharmic.swap.list.JarStore;

/** The way back from an exchange: what was replaced comes again, what came goes, what went comes again. */
record Return(Wish wish, List<String> refusals) {

    static Return of(HistoryEntry entry, Container container, JarStore store, Keeping keeping) {
        List<RevisionJar> jars = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Map<String, Wish.Place> places = new HashMap<>();
        Optional<StartList> before = keeping.listBefore(entry.id());
        for (Change change : entry.changes()) {
            String name = change.symbolicName();
            if (entry.result() == Outcome.Result.KEPT && !isCurrent(change, container)) {
                refusals.add(name + " is no longer "
                        + change.to().map(to -> "at " + to).orElse("gone") + " as exchange " + entry.id()
                        + " left it; take the later exchange back first");
                continue;
            }
            if (change.oldLine().isEmpty()) {
                remove.add(name);
                continue;
            }
            String location = change.oldLine().get();
            Path jar = store.jar(location);
            if (!Files.isRegularFile(jar)) {
                refusals.add(name + ": the jar to go back to, " + jar + ", is not there any more");
                continue;
            }
            try {
                jars.add(JarReader.readInPlace(jar));
                places.put(name, new Wish.Place(location, level(before, location)));
            } catch (UnusableJar e) {
                refusals.add(e.getMessage());
            }
        }
        Wish wish = new Wish(Request.Kind.UPGRADE_OR_INSTALL, jars, remove, true, Request.DEFAULT_LEVEL, true, places);
        return new Return(wish, refusals);
    }

    private static boolean isCurrent(Change change, Container container) {
        Optional<String> runs = container.bundles().stream()
                .filter(bundle -> bundle.symbolicName().equals(change.symbolicName()))
                .map(bundle -> bundle.version().toString())
                .findFirst();
        return runs.equals(change.to());
    }

    private static int level(Optional<StartList> before, String location) {
        return before.flatMap(list -> list.lines().stream()
                        .filter(line -> line.location().equals(location))
                        .findFirst())
                .map(StartList.Line::level)
                .orElse(Request.DEFAULT_LEVEL);
    }
}

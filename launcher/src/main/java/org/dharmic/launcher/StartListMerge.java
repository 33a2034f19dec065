package org.dharmic.launcher;

import java.util.List;
import java.util.Optional;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.launcher.instance.StartListText;

/**
 * The start list after an upgrade of the distribution: the new distribution's, with what was changed here since the last one
 * was taken over. A bundle that was upgraded here stays as it is unless the distribution brings a newer one; what was added
 * stays, what was taken out stays out.
 */
final class StartListMerge {

    private StartListMerge() {}

    /**
     * @param own the instance's list
     * @param before the list of the distribution that was taken over last; empty when it is not known
     * @param shipped the new distribution's
     */
    static String merge(String own, String before, String shipped) throws StartFailure {
        StartList mine = StartListText.of(own, "etc/startup.properties").parsed();
        Optional<StartList> old = before.isBlank()
                ? Optional.empty()
                : Optional.of(StartListText.of(before, "the former start list").parsed());
        StartListText merged = StartListText.of(shipped, "the distribution's start list");
        for (StartList.Line line : mine.lines()) {
            Optional<StartList.Line> was = old.flatMap(list -> list.line(line.artifact()));
            Optional<StartList.Line> is = merged.parsed().line(line.artifact());
            if (is.isPresent()) {
                merged = merged.replace(newer(line, was, is.get()), level(line, was, is.get()));
            } else if (was.isEmpty()) {
                merged = merged.add(line.location(), line.level());
            }
        }
        for (StartList.Line line : old.map(StartList::lines).orElse(List.of())) {
            if (mine.line(line.artifact()).isEmpty()
                    && merged.parsed().line(line.artifact()).isPresent()) {
                merged = merged.remove(line.location());
            }
        }
        return merged.content();
    }

    private static String newer(StartList.Line mine, Optional<StartList.Line> was, StartList.Line is) {
        boolean changed = was.map(line -> !line.location().equals(mine.location()))
                .orElse(!mine.location().equals(is.location()));
        return changed && compare(mine.version(), is.version()) > 0 ? mine.location() : is.location();
    }

    private static int level(StartList.Line mine, Optional<StartList.Line> was, StartList.Line is) {
        return was.isPresent() && was.get().level() != mine.level() ? mine.level() : is.level();
    }

    /** Numbers as numbers, everything else by its letters; a longer version is the newer one. */
    static int compare(String one, String other) {
        String[] left = one.split("[.-]");
        String[] right = other.split("[.-]");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = left[i].matches("\\d{1,9}") && right[i].matches("\\d{1,9}");
            int order = numbers
                    ? Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}

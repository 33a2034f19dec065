package org.dharmic.swap.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Overview;
import org.dharmic.swap.Plan;
import org.osgi.framework.Version;

/** What the commands print. */
final class SwapText {

    private SwapText() {}

    /** Manifests and file names come from outside: nothing of them may steer the terminal. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "\uFFFD");
    }

    static String plan(Plan plan) {
        List<String> lines = new ArrayList<>();
        plan.changes().forEach(change -> lines.add(change(change)));
        lines.add(refreshed(plan));
        if (!plan.atRestart().isEmpty()) {
            lines.add("Takes effect with the next start of the container: " + plan.atRestart() + ".");
        }
        if (plan.possible()) {
            lines.add("Possible; nothing was changed.");
        } else {
            lines.add("Not possible:");
            plan.refusals().forEach(refusal -> lines.add("- " + refusal));
        }
        return clean(String.join("\n", lines));
    }

    private static String refreshed(Plan plan) {
        return plan.refreshed().isEmpty()
                ? "No other bundle is stopped."
                : "Stopped, rewired and started with it: " + String.join(", ", plan.refreshed()) + ".";
    }

    private static String change(Change change) {
        return change.symbolicName() + " " + change.from().orElse("(new)") + " -> "
                + change.to().orElse("(gone)");
    }

    static String outcome(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        String changes = outcome.plan().changes().stream().map(SwapText::change).collect(Collectors.joining(", "));
        switch (outcome.result()) {
            case KEPT -> {
                outcome.plan().changes().forEach(change -> lines.add(change(change)));
                lines.add(refreshed(outcome.plan()));
                outcome.reasons().forEach(reason -> lines.add("Note: " + reason + "."));
                lines.add(
                        "Kept as " + outcome.id() + "; pause " + outcome.pause().toMillis() + " ms. " + undo(outcome));
            }
            case AT_RESTART -> {
                outcome.plan().changes().forEach(change -> lines.add(change(change)));
                lines.add(
                        "On the start list as " + outcome.id() + "; takes effect with the next start of the container: "
                                + outcome.plan().atRestart() + ". " + undo(outcome));
            }
            case REFUSED -> {
                lines.add("Refused, nothing was touched:");
                outcome.reasons().forEach(reason -> lines.add("- " + reason));
            }
            case PUT_BACK -> {
                lines.add("Put back (" + changes + "), the old revisions run as before:");
                outcome.reasons().forEach(reason -> lines.add("- " + reason));
            }
            case BROKEN -> {
                lines.add("Broken (" + changes + "): putting back failed as well; restart the container, it then runs"
                        + " what the start list says:");
                outcome.reasons().forEach(reason -> lines.add("- " + reason));
            }
        }
        return clean(String.join("\n", lines));
    }

    private static String undo(Outcome outcome) {
        boolean older = outcome.plan().changes().stream().anyMatch(SwapText::isOlder);
        if (older) {
            return "Again: swap:upgrade with the newer jar";
        }
        return outcome.plan().changes().stream()
                .findFirst()
                .map(change -> "Undo: swap:rollback " + change.symbolicName())
                .orElse("");
    }

    private static boolean isOlder(Change change) {
        return change.to().isEmpty()
                || change.from().isPresent()
                        && Version.parseVersion(change.to().get())
                                        .compareTo(Version.parseVersion(
                                                change.from().get()))
                                < 0;
    }

    static String history(List<HistoryEntry> entries) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "RESULT", "PAUSE MS", "ORIGIN", "CHANGES"));
        for (HistoryEntry entry : entries) {
            String changes = entry.changes().stream().map(SwapText::change).collect(Collectors.joining(", "));
            String reasons = entry.reasons().isEmpty() ? "" : ": " + String.join("; ", entry.reasons());
            String undoes = entry.undoes().isEmpty() ? "" : " (undoes " + entry.undoes() + ")";
            rows.add(List.of(
                    entry.id(),
                    entry.result().name(),
                    Long.toString(entry.pauseMillis()),
                    entry.origin(),
                    changes + undoes + reasons));
        }
        return table(rows);
    }

    static String status(Overview overview) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("BUNDLE", "VERSION", "STATE", "LISTED", "SINCE"));
        overview.bundles()
                .forEach(row -> rows.add(List.of(
                        row.symbolicName(),
                        row.version(),
                        row.state(),
                        row.listed().isEmpty() ? "-" : row.listed(),
                        row.since().isEmpty() ? "-" : row.since())));
        String differences = overview.differences().isEmpty()
                ? "What runs is what the start list says."
                : overview.differences().stream()
                        .map(difference -> "- " + difference)
                        .collect(Collectors.joining("\n"));
        return table(rows) + "\n\n" + clean(differences);
    }

    private static String table(List<List<String>> rows) {
        int last = rows.get(0).size() - 1;
        int[] widths = new int[last];
        rows.forEach(row -> {
            for (int i = 0; i < last; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < last; i++) {
                        line.append(row.get(i))
                                .append(" ".repeat(widths[i] - row.get(i).length() + 2));
                    }
                    return clean(line.append(row.get(last)).toString().replace('\n', ' '))
                            .stripTrailing();
                })
                .collect(Collectors.joining("\n"));
    }
}

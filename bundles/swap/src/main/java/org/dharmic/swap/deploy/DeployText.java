package org.dharmic.swap.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dharmic.launcher.instance.Json;

/** The states of the folder as text. */
public final class DeployText {

    private static final List<String> COLUMNS = List.of("FILE", "STATE", "BUNDLE", "VERSION", "EXCHANGE", "SINCE");

    private DeployText() {}

    /** A line for each file, its reasons below it. */
    public static String table(List<FileState> states, List<String> problems) {
        StringBuilder out = new StringBuilder();
        problems.forEach(problem ->
                out.append("Nothing is acted upon: ").append(clean(problem)).append('\n'));
        if (states.isEmpty()) {
            return out.append("deploy/ is empty: a newer jar dropped there is exchanged, a new one installed.")
                    .toString();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        states.forEach(state -> rows.add(row(state)));
        int[] widths = new int[COLUMNS.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (int i = 0; i < rows.size(); i++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = rows.get(i).get(column);
                line.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
            if (i > 0) {
                states.get(i - 1).reasons().forEach(reason -> out.append("  ")
                        .append(clean(reason))
                        .append('\n'));
            }
        }
        return out.toString().stripTrailing();
    }

    private static List<String> row(FileState state) {
        return List.of(
                clean(state.file()),
                state.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                orDash(state.symbolicName()),
                orDash(state.version()),
                orDash(state.exchange()),
                state.since().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    }

    private static String orDash(String value) {
        return value.isEmpty() ? "-" : clean(value);
    }

    /** File names are anybody's: nothing of them may move the cursor. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** A line of JSON for each file. */
    public static String json(List<FileState> states) {
        StringBuilder out = new StringBuilder();
        for (FileState state : states) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", state.file());
            map.put("state", state.state().name());
            map.put("symbolic_name", state.symbolicName());
            map.put("version", state.version());
            map.put("exchange", state.exchange());
            map.put("since", state.since().toString());
            map.put("reasons", state.reasons());
            out.append(Json.write(map)).append('\n');
        }
        return out.toString().stripTrailing();
    }
}

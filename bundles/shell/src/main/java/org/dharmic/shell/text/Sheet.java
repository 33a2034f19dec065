package org.dharmic.shell.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Records in columns, in any of three forms: a table for people, tab separated or JSON lines for scripts.
 *
 * @param columns names in lower case with underscores; the keys in JSON
 * @param rows one value for each column
 */
public record Sheet(List<String> columns, List<List<Object>> rows) {

    private static final String GAP = "  ";

    /** Wider cells are cut in a table, the last column aside; scripts get them whole. */
    private static final int WIDEST = 60;

    public Sheet {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Collects rows. */
    public static final class Builder {
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        private Builder(String... columns) {
            this.columns = List.of(columns);
        }

        public Builder row(Object... values) {
            if (values.length != columns.size()) {
                throw new IllegalArgumentException(values.length + " values for the columns " + columns);
            }
            rows.add(Arrays.asList(values));
            return this;
        }

        public Sheet build() {
            return new Sheet(columns, rows);
        }
    }

    public static Builder of(String... columns) {
        return new Builder(columns);
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Aligned columns under a heading; the last one is cut so that no line is longer than {@code width}. */
    public String table(int width) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replace('_', ' '))
                .toList());
        int last = columns.size() - 1;
        rows.forEach(row -> {
            List<String> line = new ArrayList<>();
            for (int i = 0; i <= last; i++) {
                String cell = Words.cell(row.get(i));
                line.add(i < last ? Words.cut(cell, WIDEST) : cell);
            }
            cells.add(line);
        });
        int[] widths = new int[columns.size()];
        cells.forEach(row -> {
            for (int i = 0; i <= last; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        });
        int before = Arrays.stream(widths, 0, last).map(w -> w + GAP.length()).sum();
        int room = Math.max(20, width - before);
        return cells.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < last; i++) {
                        line.append(padded(row.get(i), widths[i], isNumbers(i))).append(GAP);
                    }
                    line.append(Words.cut(row.get(last), room));
                    return line.toString().stripTrailing();
                })
                .collect(Collectors.joining("\n"));
    }

    private boolean isNumbers(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }

    private static String padded(String text, int width, boolean right) {
        String blanks = " ".repeat(Math.max(0, width - length(text)));
        return right ? blanks + text : text + blanks;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** One record per line, values separated by a tab, without heading; absent values are empty. */
    public String tabs() {
        return rows.stream()
                .map(row -> row.stream()
                        .map(Words::cell)
                        .map(cell -> cell.equals("-") ? "" : cell)
                        .collect(Collectors.joining("\t")))
                .collect(Collectors.joining("\n"));
    }

    /** One JSON object per line. */
    public String json() {
        return rows.stream().map(row -> Json.line(object(row))).collect(Collectors.joining("\n"));
    }

    Map<String, Object> object(List<Object> row) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            object.put(columns.get(i), row.get(i));
        }
        return object;
    }
}

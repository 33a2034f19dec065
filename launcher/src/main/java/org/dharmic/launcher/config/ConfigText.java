package org.dharmic.launcher.config;

import java.util.ArrayList;
import java.util.List;
import org.dharmic.launcher.metatype.Attribute;

/** How configurations look at a terminal. */
final class ConfigText {

    private ConfigText() {}

    /** One key: a mark when something is wrong, its value, and what could be there. */
    static String line(Sets.Line line, int keyWidth) {
        StringBuilder text = new StringBuilder(line.problem().isEmpty() ? "  " : "! ");
        text.append(line.key())
                .append(" ".repeat(Math.max(0, keyWidth - line.key().length())));
        text.append(" = ").append(line.value());
        List<String> notes = new ArrayList<>();
        line.attribute().ifPresent(attribute -> notes.addAll(notes(attribute, line.fromFile())));
        if (!notes.isEmpty()) {
            text.append("  (").append(String.join("; ", notes)).append(')');
        }
        if (!line.problem().isEmpty()) {
            text.append("  ").append(line.problem());
        }
        return text.toString();
    }

    private static List<String> notes(Attribute attribute, boolean fromFile) {
        List<String> notes = new ArrayList<>();
        String range = attribute.range();
        if (!range.isEmpty()) {
            notes.add(
                    attribute.unit().isEmpty() || attribute.unit().equals("port")
                            ? range
                            : range + " " + attribute.unit());
        }
        notes.add(fromFile ? "file, default " + quoted(attribute.defaultText()) : "default");
        notes.add(attribute.isLive() ? "hot" : "restart");
        return notes;
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "empty" : text;
    }
}

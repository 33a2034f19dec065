package org.dharmic.launcher.config;

import java.util.stream.Collectors;
import org.dharmic.launcher.metatype.Attribute;

/** The page in {@code docs/} that lists every key. */
public final class ReferencePage {

    private static final String HEAD = """
            # Configuration

            Every key of every room, written from the metatypes in the bundles. One file for each PID, `etc/<pid>.cfg`; of a
            factory one for each instance, `etc/<pid>-<name>.cfg`. A change of a key that is *hot* takes effect within a second
            of saving the file; the others wait for a restart of the component (`./dharmic exec 'bundle:restart <bundle>'`). A set
            with a mistake is refused as a whole, and the one before stays in force. `./dharmic config list` shows the same with
            the values of an instance.
            """;

    private ReferencePage() {}

    /** The whole page in Markdown. */
    public static String of(Catalogue catalogue) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Catalogue.Entry entry : catalogue.entries()) {
            page.append("\n## ")
                    .append(entry.pid())
                    .append(entry.factory() ? "-&lt;name&gt;" : "")
                    .append("\n\n");
            page.append(entry.title()).append(".\n\n");
            page.append("| key | type | unit | range | default | effect | meaning |\n|---|---|---|---|---|---|---|\n");
            for (Attribute attribute : entry.schema().attributes().values()) {
                page.append(row(attribute)).append('\n');
            }
        }
        return page.toString();
    }

    private static String row(Attribute attribute) {
        return java.util.stream.Stream.of(
                        code(attribute.key()),
                        type(attribute),
                        attribute.unit(),
                        attribute.range(),
                        attribute.defaultText().isEmpty() ? "" : code(attribute.defaultText()),
                        attribute.isLive() ? "hot" : "restart",
                        meaning(attribute))
                .map(ReferencePage::cell)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String type(Attribute attribute) {
        String one =
                switch (attribute.type()) {
                    case STRING, PASSWORD -> "text";
                    case CHARACTER -> "character";
                    case BOOLEAN -> "switch";
                    case DOUBLE, FLOAT -> "number";
                    case LONG, INTEGER, SHORT, BYTE -> "whole number";
                };
        return attribute.cardinality() > 0 ? "list of " + one : one;
    }

    private static String meaning(Attribute attribute) {
        return attribute.description().replace(Attribute.RESTART, "").strip();
    }

    private static String code(String text) {
        return '`' + text + '`';
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;");
    }
}

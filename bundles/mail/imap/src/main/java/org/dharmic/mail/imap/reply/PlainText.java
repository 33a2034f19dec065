package org.dharmic.mail.imap.reply;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;

/**
 * Markdown as a person would type it into a mail: without marks for emphasis, links as {@code text <url>}, tables in
 * columns. The library's own text renderer puts code and links into quotation marks and leaves tables unaligned.
 */
final class PlainText {

    /** What a mail program shows without wrapping, quoted once. */
    private static final int WIDTH = 76;

    private PlainText() {}

    static String of(Node document) {
        return String.join("\n", blocks(document, false));
    }

    // ---- blocks, as lines

    private static List<String> blocks(Node parent, boolean tight) {
        List<String> lines = new ArrayList<>();
        for (Node child : children(parent)) {
            List<String> block = block(child);
            if (!lines.isEmpty() && !block.isEmpty() && !tight) {
                lines.add("");
            }
            lines.addAll(block);
        }
        return lines;
    }

    private static List<String> block(Node node) {
        if (node instanceof Paragraph) {
            return inline(node).lines().toList();
        } else if (node instanceof Heading heading) {
            return heading(heading);
        } else if (node instanceof ListBlock list) {
            return list(list);
        } else if (node instanceof BlockQuote) {
            return indented("> ", "> ", blocks(node, false));
        } else if (node instanceof FencedCodeBlock code) {
            return indented("    ", "    ", code.getLiteral().lines().toList());
        } else if (node instanceof IndentedCodeBlock code) {
            return indented("    ", "    ", code.getLiteral().lines().toList());
        } else if (node instanceof HtmlBlock html) {
            return html.getLiteral().lines().toList();
        } else if (node instanceof ThematicBreak) {
            return List.of("-".repeat(20));
        } else if (node instanceof TableBlock) {
            return table(node);
        } else if (node instanceof LinkReferenceDefinition) {
            return List.of();
        }
        return blocks(node, false);
    }

    private static List<String> heading(Heading heading) {
        String text = inline(heading).replace('\n', ' ');
        if (text.isEmpty() || heading.getLevel() > 2) {
            return List.of(text);
        }
        return List.of(
                text,
                (heading.getLevel() == 1 ? "=" : "-")
                        .repeat(Math.max(3, Math.min(width(text), WIDTH)))); // "--" alone is a signature
    }

    private static List<String> list(ListBlock list) {
        List<String> lines = new ArrayList<>();
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        for (Node item : children(list)) {
            String marker = list instanceof BulletList ? "- " : number++ + ". ";
            if (!lines.isEmpty() && !list.isTight()) {
                lines.add("");
            }
            List<String> content = blocks(item, list.isTight());
            lines.addAll(indented(marker, " ".repeat(marker.length()), content.isEmpty() ? List.of("") : content));
        }
        return lines;
    }

    private static List<String> indented(String first, String others, List<String> lines) {
        List<String> indented = new ArrayList<>(lines.size());
        for (String line : lines) {
            indented.add(((indented.isEmpty() ? first : others) + line).stripTrailing());
        }
        return indented;
    }

    // ---- tables

    private record Column(String title, boolean right, int width) {}

    private static List<String> table(Node table) {
        List<List<TableCell>> rows = new ArrayList<>();
        for (Node part : children(table)) {
            for (Node row : children(part)) {
                if (row instanceof TableRow) {
                    rows.add(children(row).stream().map(TableCell.class::cast).toList());
                }
            }
        }
        List<Column> columns = columns(rows);
        int width = columns.stream().mapToInt(Column::width).sum() + 2 * (columns.size() - 1);
        return width <= WIDTH ? aligned(columns, rows) : spelledOut(columns, rows);
    }

    private static List<Column> columns(List<List<TableCell>> rows) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            TableCell head = rows.get(0).get(i);
            int width = 1;
            for (List<TableCell> row : rows) {
                width = Math.max(width, width(cell(row, i)));
            }
            columns.add(new Column(inline(head), head.getAlignment() == TableCell.Alignment.RIGHT, width));
        }
        return columns;
    }

    private static String cell(List<TableCell> row, int column) {
        return column < row.size() ? inline(row.get(column)) : "";
    }

    private static List<String> aligned(List<Column> columns, List<List<TableCell>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<TableCell> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String text = cell(row, i);
                String padding = " ".repeat(columns.get(i).width() - width(text));
                cells.add(columns.get(i).right() ? padding + text : text + padding);
            }
            lines.add(String.join("  ", cells).stripTrailing());
            if (lines.size() == 1) {
                lines.add(String.join(
                        "  ",
                        columns.stream()
                                .map(column -> "-".repeat(column.width()))
                                .toList()));
            }
        }
        return lines;
    }

    /** A table too wide for a mail: each row as a few lines. */
    private static List<String> spelledOut(List<Column> columns, List<List<TableCell>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<TableCell> row : rows.subList(1, rows.size())) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (int i = 0; i < columns.size(); i++) {
                String title = columns.get(i).title();
                lines.add((title.isEmpty() ? "" : title + ": ") + cell(row, i));
            }
        }
        return lines;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    // ---- inside a block

    /** The text in a node without its marks. */
    static String inline(Node parent) {
        StringBuilder text = new StringBuilder();
        for (Node node : children(parent)) {
            if (node instanceof Text literal) {
                text.append(literal.getLiteral());
            } else if (node instanceof Code code) {
                text.append(code.getLiteral());
            } else if (node instanceof HtmlInline html) {
                text.append(html.getLiteral());
            } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
                text.append('\n');
            } else if (node instanceof Link link) {
                text.append(link(link));
            } else {
                text.append(inline(node));
            }
        }
        return text.toString();
    }

    private static String link(Link link) {
        String label = inline(link);
        String target = link.getDestination();
        boolean same = label.equals(target) || ("mailto:" + label).equals(target);
        return same ? label : label.isBlank() ? "<" + target + ">" : label + " <" + target + ">";
    }

    private static List<Node> children(Node parent) {
        List<Node> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            children.add(child);
        }
        return children;
    }
}

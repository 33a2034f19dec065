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
    /** However deep a list is, a few words stand beside each other. */
    private static final int LEAST_WIDTH = 30;
    /** Parsed text has no carriage returns of its own. */
    private static final String HARD_BREAK = "\r";

    private PlainText() {}

    static List<Line> of(Node document, int width) {
        return blocks(document, false, width);
    }

    // ---- blocks, as lines

    private static List<Line> blocks(Node parent, boolean tight, int width) {
        List<Line> lines = new ArrayList<>();
        for (Node child : children(parent)) {
            List<Line> block = block(child, width);
            if (!lines.isEmpty() && !block.isEmpty() && !tight) {
                lines.add(Line.EMPTY);
            }
            lines.addAll(block);
        }
        return lines;
    }

    private static List<Line> block(Node node, int width) {
        if (node instanceof Paragraph) {
            return paragraph(inline(node), width);
        } else if (node instanceof Heading heading) {
            return heading(heading);
        } else if (node instanceof ListBlock list) {
            return list(list, width);
        } else if (node instanceof BlockQuote) {
            return blocks(node, false, width - 1).stream().map(Line::quoted).toList();
        } else if (node instanceof FencedCodeBlock code) {
            return code(code.getLiteral());
        } else if (node instanceof IndentedCodeBlock code) {
            return code(code.getLiteral());
        } else if (node instanceof HtmlBlock html) {
            return html.getLiteral().lines().map(Line::fixed).toList();
        } else if (node instanceof ThematicBreak) {
            return List.of(Line.fixed("-".repeat(20)));
        } else if (node instanceof TableBlock) {
            return table(node).stream().map(Line::fixed).toList();
        } else if (node instanceof LinkReferenceDefinition) {
            return List.of();
        }
        return blocks(node, false, width);
    }

    /** Lines stay as they were written where they fit; programs that know paragraphs join them as HTML does. */
    private static List<Line> paragraph(String text, int width) {
        List<Line> lines = new ArrayList<>();
        for (String sentence : text.split(HARD_BREAK)) {
            List<String> written = sentence.lines().toList();
            boolean fits = written.stream().allMatch(line -> Line.width(line) <= width);
            List<String> kept = fits ? written : List.of(String.join(" ", written));
            for (int i = 0; i < kept.size(); i++) {
                lines.add(new Line(0, kept.get(i), true, i < kept.size() - 1));
            }
        }
        return lines;
    }

    private static List<Line> code(String text) {
        return text.lines().map(line -> Line.fixed("    " + line)).toList();
    }

    private static List<Line> heading(Heading heading) {
        String text = inline(heading).replaceAll("\\R", " ");
        if (text.isEmpty() || heading.getLevel() > 2) {
            return List.of(Line.prose(text));
        }
        String rule = (heading.getLevel() == 1 ? "=" : "-")
                .repeat(Math.max(3, Math.min(Line.width(text), WIDTH))); // "--" alone is a signature
        return List.of(Line.fixed(text), Line.fixed(rule));
    }

    /** With the text below its own beginning, not below the mark: so its lines are broken here, and stay as they are. */
    private static List<Line> list(ListBlock list, int width) {
        List<Line> lines = new ArrayList<>();
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        for (Node item : children(list)) {
            String marker = list instanceof BulletList ? "- " : number++ + ". ";
            if (!lines.isEmpty() && !list.isTight()) {
                lines.add(Line.EMPTY);
            }
            int inner = Math.max(LEAST_WIDTH, width - marker.length());
            String marks = marker;
            for (Line line : blocks(item, list.isTight(), inner)) {
                for (Line broken : line.broken(inner)) {
                    lines.add(broken.behind(marks));
                    marks = " ".repeat(marker.length());
                }
            }
            if (marks.equals(marker)) {
                lines.add(Line.fixed(marker.stripTrailing()));
            }
        }
        return lines;
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
                width = Math.max(width, Line.width(cell(row, i)));
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
                String padding = " ".repeat(columns.get(i).width() - Line.width(text));
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

    // ---- inside a block

    /** The text in a node without its marks. */
    static String inline(Node parent) {
        StringBuilder text = new StringBuilder();
        children(parent).forEach(node -> text.append(inlineOf(node)));
        return text.toString();
    }

    static String inlineOf(Node node) {
        if (node instanceof Text literal) {
            return literal.getLiteral();
        } else if (node instanceof Code code) {
            return code.getLiteral();
        } else if (node instanceof HtmlInline html) {
            return html.getLiteral();
        } else if (node instanceof SoftLineBreak) {
            return "\n";
        } else if (node instanceof HardLineBreak) {
            return HARD_BREAK;
        } else if (node instanceof Link link) {
            return link(link);
        } else if (node instanceof Footnotes.Mark mark) {
            return mark.shown();
        }
        return inline(node);
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

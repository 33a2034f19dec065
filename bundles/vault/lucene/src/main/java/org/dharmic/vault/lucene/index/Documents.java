package org.dharmic.vault.lucene.index;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.markdown.Headings;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.markdown.Section;
import org.dharmic.vault.lucene.query.Fold;
import org.dharmic.vault.lucene.query.Words;

/** What a file becomes in the index. */
final class Documents {

    private static final FieldType TEXT = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);
    private static final FieldType PHRASES = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);

    private Documents() {}

    /**
     * The block of a file.
     *
     * @param words with stems, for the words of links
     */
    static List<Document> of(String path, IndexStore.Known known, byte[] bytes, MarkdownNote note, Words words) {
        List<Document> block = new ArrayList<>(note.sections().size() + 1);
        int passages = note.sections().size();
        int toFile = passages;
        BitSet linked = linked(note.links());
        for (Section section : note.sections()) {
            block.add(passage(path, note.title(), section, toFile--, text(section, bytes, linked)));
        }
        boolean front = note.sections().get(0).front();
        Document file = file(path, known, note, words);
        file.add(new NumericDocValuesField(Fields.PLACE, Block.ofFile(passages, front)));
        block.add(file);
        return block;
    }

    /** The lines of the links that {@link LinkField} has. */
    private static BitSet linked(List<Link> links) {
        BitSet lines = new BitSet();
        if (links.size() <= LinkField.MAX_LINKS) {
            links.forEach(link -> lines.set(link.line()));
        }
        return lines;
    }

    /** The words of a passage. Where a link leads is asked for as {@link Fields#TO}, and would stand between its words. */
    private static String text(Section section, byte[] bytes, BitSet linked) {
        String text = section.text(bytes);
        int next = linked.nextSetBit(section.firstLine());
        if (next < 0 || next > section.lastLine()) {
            return Words.apart(text);
        }
        String[] lines = text.split("\n", -1);
        for (; next >= 0 && next < section.firstLine() + lines.length; next = linked.nextSetBit(next + 1)) {
            int line = next - section.firstLine();
            lines[line] = Link.withoutWays(lines[line]);
        }
        return Words.apart(String.join("\n", lines));
    }

    private static Document passage(String path, String title, Section section, int toFile, String text) {
        Document passage = new Document();
        passage.add(new StringField(Fields.OWNER, path, Field.Store.NO));
        passage.add(new NumericDocValuesField(Fields.PLACE, Block.ofPassage(toFile)));
        noWords(passage, Fields.TITLE, Fields.NAME);
        if (section.front()) {
            passage.add(new Field(Fields.FRONT, text, PHRASES));
            noWords(passage, Fields.TEXT, Fields.HEADING);
        } else {
            passage.add(new Field(Fields.TEXT, text, TEXT));
            passage.add(new Field(Fields.HEADING, Words.apart(belowTitle(title, section.heading())), TEXT));
        }
        passage.add(new SortedDocValuesField(Fields.SHOWN_HEADING, Shown.heading(section)));
        passage.add(new BinaryDocValuesField(Fields.SHOWN, Shown.passage(section)));
        return passage;
    }

    /** Lengths that every document has are found at once, those that some lack are searched for with every word. */
    private static void noWords(Document document, String... fields) {
        for (String field : fields) {
            document.add(new Field(field, "", TEXT));
        }
    }

    /** A first heading that is the title counts once, as the title. */
    private static String belowTitle(String title, String heading) {
        if (!heading.startsWith(title)) {
            return heading;
        }
        String rest = heading.substring(title.length());
        return rest.isEmpty()
                ? ""
                : rest.startsWith(Headings.JOINT) ? rest.substring(Headings.JOINT.length()) : heading;
    }

    private static Document file(String path, IndexStore.Known known, MarkdownNote note, Words words) {
        Document file = new Document();
        file.add(new StringField(Fields.KIND, Fields.FILE, Field.Store.NO));
        noWords(file, Fields.TEXT, Fields.HEADING);
        file.add(new StringField(Fields.OWNER, path, Field.Store.NO));
        for (String each : above(path)) {
            file.add(new StringField(Fields.UNDER, each, Field.Store.NO));
        }
        file.add(new Field(Fields.TITLE, Words.apart(note.title()), TEXT));
        file.add(new Field(Fields.NAME, Words.ofName(path), TEXT));
        note.tags().forEach(tag -> file.add(new Field(Fields.TAG, Words.ofName(tag), PHRASES)));
        String name = Markdown.stem(path);
        Set<String> whole = new HashSet<>(List.of(Fold.squashed(note.title()), Fold.squashed(name)));
        whole.stream()
                .filter(each -> !each.isEmpty())
                .forEach(each -> file.add(new StringField(Fields.WHOLE, each, Field.Store.NO)));
        file.add(new StringField(Fields.NAMED, Link.named(name), Field.Store.NO));
        LinkField links = new LinkField(note.links(), words);
        if (!links.isEmpty()) {
            file.add(new Field(Fields.LINK, links, PHRASES));
            file.add(new BinaryDocValuesField(Fields.LEADS, links.leads()));
            for (BytesRef target : links.targets()) {
                file.add(new StringField(Fields.TO, target, Field.Store.NO));
                file.add(new SortedSetDocValuesField(Fields.TO, target));
            }
        }
        file.add(new BinaryDocValuesField(Fields.SHOWN, Shown.file(path, note.title(), known.hash(), known.size())));
        file.add(new NumericDocValuesField(Fields.MODIFIED, known.modified()));
        file.add(new StringField(Fields.HASH, known.hash(), Field.Store.NO));
        return file;
    }

    /** Every folder above, and the path. */
    static List<String> above(String path) {
        List<String> all = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            all.add(path.substring(0, slash));
        }
        all.add(path);
        return all;
    }

    private static FieldType type(IndexOptions options, boolean norms) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setIndexOptions(options);
        type.setOmitNorms(!norms);
        type.freeze();
        return type;
    }
}

package org.dharmic.vault.lucene.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
import org.apache.lucene.util.BytesRefBuilder;
import org.dharmic.vault.lucene.markdown.Headings;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.markdown.Section;
import org.dharmic.vault.lucene.query.FileWords;
import org.dharmic.vault.lucene.query.Fold;
import org.dharmic.vault.lucene.query.Words;

/**
 * What a file becomes in the index: its passages in order, then the file itself.
 *
 * <p>Lucene is done with each document before it asks for the next: so all passages are one object, whose values change.
 */
final class Documents implements Iterator<Document> {

    private static final FieldType TEXT = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);
    private static final FieldType PHRASES = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);

    private final String path;
    private final IndexStore.Known known;
    private final byte[] bytes;
    private final MarkdownNote note;
    private final Words withStems;
    private final BitSet linked;
    /** The section whose passage comes next; as many as there are sections when the file does. */
    private int next;

    // Of passages.
    private final FileWords words;
    private final StringField owner;
    private final NumericDocValuesField place = new NumericDocValuesField(Fields.PLACE, 0);
    private final Field heading = new Field(Fields.HEADING, "", TEXT);
    private final SortedDocValuesField shownHeading = new SortedDocValuesField(Fields.SHOWN_HEADING, new BytesRef());
    private final BinaryDocValuesField shown = new BinaryDocValuesField(Fields.SHOWN, new BytesRef());
    private final Document ofText = new Document();

    private Documents(
            String path, IndexStore.Known known, byte[] bytes, MarkdownNote note, Words asWritten, Words withStems) {
        this.path = path;
        this.known = known;
        this.bytes = bytes;
        this.note = note;
        this.withStems = withStems;
        linked = linked(note.links());
        words = new FileWords(asWritten);
        owner = new StringField(Fields.OWNER, path, Field.Store.NO);
        ofPassage(ofText, Fields.TITLE, Fields.NAME);
        ofText.add(new Field(Fields.TEXT, words, TEXT));
        ofText.add(heading);
    }

    /**
     * The block of a file, to be gone through once.
     *
     * @param asWritten for its text
     * @param withStems for the words of links
     */
    static Iterable<Document> of(
            String path, IndexStore.Known known, byte[] bytes, MarkdownNote note, Words asWritten, Words withStems) {
        return () -> new Documents(path, known, bytes, note, asWritten, withStems);
    }

    @Override
    public boolean hasNext() {
        return next <= note.sections().size();
    }

    @Override
    public Document next() {
        int passages = note.sections().size();
        if (next > passages) {
            throw new NoSuchElementException("the file is the last of its block");
        }
        int number = next++;
        return number == passages ? file() : passage(note.sections().get(number), passages - number);
    }

    /** The lines of the links that {@link LinkField} has. */
    private static BitSet linked(List<Link> links) {
        BitSet lines = new BitSet();
        if (links.size() <= LinkField.MAX_LINKS) {
            links.forEach(link -> lines.set(link.line()));
        }
        return lines;
    }

    private Document passage(Section section, int toFile) {
        read(section);
        place.setLongValue(Block.ofPassage(toFile));
        shownHeading.setBytesValue(Shown.heading(section));
        shown.setBytesValue(Shown.passage(section));
        if (section.front()) {
            Document front = new Document();
            ofPassage(front, Fields.TITLE, Fields.NAME, Fields.TEXT, Fields.HEADING);
            front.add(new Field(Fields.FRONT, words, PHRASES));
            return front;
        }
        heading.setStringValue(Words.apart(belowTitle(note.title(), section.heading())));
        return ofText;
    }

    private void ofPassage(Document passage, String... without) {
        passage.add(owner);
        passage.add(place);
        passage.add(shownHeading);
        passage.add(shown);
        noWords(passage, without);
    }

    /** The words of a passage. Where a link leads is asked for as {@link Fields#TO}, and would stand between its words. */
    private void read(Section section) {
        int line = linked.nextSetBit(section.firstLine());
        if (line < 0 || line > section.lastLine()) {
            words.of(bytes, section.firstByte(), section.endByte());
            return;
        }
        BytesRefBuilder text = new BytesRefBuilder();
        text.grow(section.endByte() - section.firstByte());
        int taken = section.firstByte();
        int from = taken;
        for (int at = section.firstLine(); line >= 0 && line <= section.lastLine(); at++) {
            int end = endOfLine(from, section.endByte());
            if (at == line) {
                text.append(bytes, taken, from - taken);
                text.append(
                        new BytesRef(Link.withoutWays(new String(bytes, from, end - from, StandardCharsets.UTF_8))));
                taken = end;
                line = linked.nextSetBit(line + 1);
            }
            from = end + 1;
        }
        text.append(bytes, taken, section.endByte() - taken);
        words.of(text.bytes(), 0, text.length());
    }

    private int endOfLine(int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
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

    private Document file() {
        Document file = new Document();
        int passages = note.sections().size();
        boolean front = note.sections().get(0).front();
        file.add(new NumericDocValuesField(Fields.PLACE, Block.ofFile(passages, front)));
        file.add(new StringField(Fields.KIND, Fields.FILE, Field.Store.NO));
        noWords(file, Fields.TEXT, Fields.HEADING);
        file.add(owner);
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
        LinkField links = new LinkField(note.links(), withStems);
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

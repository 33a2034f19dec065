package org.dharmic.vault.lucene;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** What a file becomes in the index. */
final class Documents {

    /** Of one file; a list of links of a whole vault has no more to say. */
    private static final int MAX_LINKS = 5_000;

    private static final FieldType TEXT = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);
    private static final FieldType PHRASES = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);
    private static final FieldType PRESENCE = type(IndexOptions.DOCS, true);

    private Documents() {}

    /** The block of a file. */
    static List<Document> of(String path, IndexStore.Known known, byte[] bytes, MarkdownNote note) {
        List<Document> block = new ArrayList<>(note.sections().size() + 1);
        int passages = note.sections().size();
        List<Link> links = links(note);
        int tail = passages + links.size();
        for (Section section : note.sections()) {
            block.add(passage(path, section, tail--, bytes));
        }
        for (Link link : links) {
            Document document = new Document();
            document.add(new StringField(IndexStore.OWNER, path, Field.Store.NO));
            document.add(new Field(IndexStore.LINK, Words.apart(link.words()), PRESENCE));
            document.add(new StringField(IndexStore.TO, link.target(), Field.Store.NO));
            document.add(new SortedDocValuesField(IndexStore.TO, new BytesRef(link.target())));
            document.add(new NumericDocValuesField(IndexStore.TAIL, tail--));
            block.add(document);
        }
        boolean front = note.sections().get(0).front();
        Document file = file(path, known, note);
        file.add(new NumericDocValuesField(IndexStore.TO_START, block.size()));
        file.add(new NumericDocValuesField(IndexStore.TO_LEAD, block.size() - (front ? 1 : 0)));
        file.add(new NumericDocValuesField(IndexStore.LINKS, links.size()));
        block.add(file);
        return block;
    }

    private static Document passage(String path, Section section, int tail, byte[] bytes) {
        Document passage = new Document();
        passage.add(new StringField(IndexStore.OWNER, path, Field.Store.NO));
        passage.add(new NumericDocValuesField(IndexStore.TAIL, tail));
        String text = Words.apart(section.text(bytes));
        if (section.front()) {
            passage.add(new Field(IndexStore.FRONT, text, PHRASES));
        } else {
            passage.add(new Field(IndexStore.TEXT, text, TEXT));
            if (!section.heading().isEmpty()) {
                passage.add(new Field(IndexStore.HEADING, Words.apart(section.heading()), TEXT));
            }
        }
        passage.add(new SortedDocValuesField(IndexStore.SHOWN_HEADING, Placing.heading(section)));
        passage.add(new BinaryDocValuesField(IndexStore.LINES, Placing.lines(section)));
        return passage;
    }

    private static Document file(String path, IndexStore.Known known, MarkdownNote note) {
        Document file = new Document();
        file.add(new StringField(IndexStore.KIND, IndexStore.FILE, Field.Store.NO));
        file.add(new StringField(IndexStore.OWNER, path, Field.Store.NO));
        for (String each : above(path)) {
            file.add(new StringField(IndexStore.UNDER, each, Field.Store.NO));
        }
        file.add(new Field(IndexStore.TITLE, Words.apart(note.title()), TEXT));
        file.add(new Field(IndexStore.NAME, Words.ofName(path), TEXT));
        note.tags().forEach(tag -> file.add(new Field(IndexStore.TAG, Words.ofName(tag), PHRASES)));
        String name = Markdown.stem(path);
        Set<String> whole = new HashSet<>(List.of(Fold.squashed(note.title()), Fold.squashed(name)));
        whole.stream()
                .filter(each -> !each.isEmpty())
                .forEach(each -> file.add(new StringField(IndexStore.WHOLE, each, Field.Store.NO)));
        file.add(new StringField(IndexStore.NAMED, Link.named(name), Field.Store.NO));
        file.add(new BinaryDocValuesField(IndexStore.PATH, new BytesRef(path)));
        file.add(new BinaryDocValuesField(IndexStore.SHOWN_TITLE, new BytesRef(note.title())));
        file.add(new NumericDocValuesField(IndexStore.SIZE, known.size()));
        file.add(new NumericDocValuesField(IndexStore.MODIFIED, known.modified()));
        file.add(new BinaryDocValuesField(IndexStore.HASH, new BytesRef(known.hash())));
        file.add(new StringField(IndexStore.HASH, known.hash(), Field.Store.NO));
        return file;
    }

    /** Each way of calling a target once. */
    private static List<Link> links(MarkdownNote note) {
        List<Link> links = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Link link : note.links()) {
            if (links.size() < MAX_LINKS && seen.add(link.target() + '\n' + link.words())) {
                links.add(link);
            }
        }
        return links;
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

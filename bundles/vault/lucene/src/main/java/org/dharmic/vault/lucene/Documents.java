package org.dharmic.vault.lucene;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** What a file becomes in the index, and how a passage is found again in its file. */
final class Documents {

    private static final FieldType FREQUENCIES = type(IndexOptions.DOCS_AND_FREQS, true);
    private static final FieldType PRESENCE = type(IndexOptions.DOCS, false);
    private static final FieldType PHRASES = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);

    private Documents() {}

    /** The block of a file. */
    static List<Document> of(String path, IndexStore.Known known, byte[] bytes, MarkdownNote note) {
        List<String> above = above(path);
        String name = Words.ofName(path);
        List<Document> block = new ArrayList<>(note.sections().size() + 1);
        int tail = note.sections().size();
        for (Section section : note.sections()) {
            Document passage = new Document();
            above.forEach(each -> passage.add(new StringField(IndexStore.UNDER, each, Field.Store.NO)));
            passage.add(new NumericDocValuesField(IndexStore.TAIL, tail--));
            String text = Words.apart(section.text(bytes));
            if (section.front()) {
                passage.add(new Field(IndexStore.FRONT, text, PHRASES));
            } else {
                passage.add(new TextField(IndexStore.EXACT, text, Field.Store.NO));
                passage.add(new Field(IndexStore.STEM, text, FREQUENCIES));
                passage.add(new Field(
                        IndexStore.HEAD,
                        Words.apart(note.title() + "\n" + section.heading() + "\n" + String.join("\n", note.tags()))
                                + "\n" + name,
                        FREQUENCIES));
                passage.add(new Field(IndexStore.TITLE, Words.apart(note.title()), PHRASES));
                passage.add(new Field(IndexStore.HEADING, Words.apart(section.heading()), PHRASES));
                passage.add(new Field(IndexStore.NAME, name, PHRASES));
                note.tags().forEach(tag -> passage.add(new Field(IndexStore.TAG, Words.ofName(tag), PRESENCE)));
            }
            passage.add(new StoredField(IndexStore.PATH, path));
            passage.add(new StoredField(IndexStore.SHOWN_TITLE, note.title()));
            passage.add(new StoredField(IndexStore.SHOWN_HEADING, section.heading()));
            passage.add(new StoredField(IndexStore.HASH, known.hash()));
            passage.add(new StoredField(IndexStore.LINES, place(section)));
            block.add(passage);
        }
        Document file = new Document();
        file.add(new StringField(IndexStore.KIND, IndexStore.FILE, Field.Store.NO));
        file.add(new StringField(IndexStore.ITSELF, path, Field.Store.NO));
        above.forEach(each -> file.add(new StringField(IndexStore.UNDER, each, Field.Store.NO)));
        file.add(new BinaryDocValuesField(IndexStore.FILE_PATH, new BytesRef(path)));
        file.add(new NumericDocValuesField(IndexStore.SIZE, known.size()));
        file.add(new NumericDocValuesField(IndexStore.MODIFIED, known.modified()));
        file.add(new BinaryDocValuesField(IndexStore.FILE_HASH, new BytesRef(known.hash())));
        block.add(file);
        return block;
    }

    private static String place(Section section) {
        return section.firstLine() + " " + section.lastLine() + " " + section.firstByte() + " " + section.endByte()
                + (section.front() ? " front" : "");
    }

    static Section place(Document stored) {
        String[] numbers = stored.get(IndexStore.LINES).split(" ");
        return new Section(
                stored.get(IndexStore.SHOWN_HEADING),
                Integer.parseInt(numbers[0]),
                Integer.parseInt(numbers[1]),
                Integer.parseInt(numbers[2]),
                Integer.parseInt(numbers[3]),
                numbers.length > 4);
    }

    private static List<String> above(String path) {
        List<String> all = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            all.add(path.substring(0, slash));
        }
        all.add(path);
        return all;
    }

    private static FieldType type(IndexOptions options, boolean norms) {
        FieldType type = new FieldType();
        type.setIndexOptions(options);
        type.setOmitNorms(!norms);
        type.freeze();
        return type;
    }
}

package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteArrayDataOutput;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.markdown.Section;

/** What is shown of documents, as few bytes of the index: where a passage stands in its file, and what the file is. */
final class Shown {

    /** Lucene's bound for a heading, which is kept once for all its passages. */
    private static final int MOST_OF_A_HEADING = 1000;

    private static final int MOST_OF_A_NUMBER = 5;

    /** A file that was indexed. */
    record File(String path, String title, String hash, long size) {}

    private Shown() {}

    static BytesRef heading(Section section) {
        BytesRef heading = new BytesRef(section.heading());
        if (heading.length > MOST_OF_A_HEADING) {
            int end = MOST_OF_A_HEADING;
            while ((heading.bytes[end] & 0xC0) == 0x80) {
                end--; // a character is never cut in two
            }
            heading.length = end;
        }
        return heading;
    }

    /** First line, further lines and whether it is front matter, first byte, length. */
    static BytesRef passage(Section section) {
        byte[] bytes = new byte[4 * MOST_OF_A_NUMBER];
        ByteArrayDataOutput out = new ByteArrayDataOutput(bytes);
        try {
            out.writeVInt(section.firstLine());
            out.writeVInt((section.lastLine() - section.firstLine()) << 1 | (section.front() ? 1 : 0));
            out.writeVInt(section.firstByte());
            out.writeVInt(section.endByte() - section.firstByte());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not fail
        }
        return new BytesRef(bytes, 0, out.getPosition());
    }

    /** @param heading as {@link #heading} made it */
    static Section section(BytesRef heading, BytesRef passage) {
        ByteArrayDataInput in = new ByteArrayDataInput(passage.bytes, passage.offset, passage.length);
        int first = in.readVInt();
        int further = in.readVInt();
        int from = in.readVInt();
        return new Section(
                new String(heading.bytes, heading.offset, heading.length, StandardCharsets.UTF_8),
                first,
                first + (further >> 1),
                from,
                from + in.readVInt(),
                (further & 1) == 1);
    }

    /** Path, title and hash, each with its length, and the size. */
    static BytesRef file(String path, String title, String hash, long size) {
        byte[][] texts = {
            path.getBytes(StandardCharsets.UTF_8),
            title.getBytes(StandardCharsets.UTF_8),
            hash.getBytes(StandardCharsets.UTF_8)
        };
        byte[] bytes = new byte[texts[0].length + texts[1].length + texts[2].length + 5 * MOST_OF_A_NUMBER];
        ByteArrayDataOutput out = new ByteArrayDataOutput(bytes);
        try {
            for (byte[] text : texts) {
                out.writeVInt(text.length);
                out.writeBytes(text, 0, text.length);
            }
            out.writeVLong(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not fail
        }
        return new BytesRef(bytes, 0, out.getPosition());
    }

    static File file(BytesRef file) {
        ByteArrayDataInput in = new ByteArrayDataInput(file.bytes, file.offset, file.length);
        return new File(text(in, file), text(in, file), text(in, file), in.readVLong());
    }

    static String path(BytesRef file) {
        return text(new ByteArrayDataInput(file.bytes, file.offset, file.length), file);
    }

    private static String text(ByteArrayDataInput in, BytesRef of) {
        int length = in.readVInt();
        int from = in.getPosition();
        in.skipBytes(length);
        return new String(of.bytes, from, length, StandardCharsets.UTF_8);
    }
}

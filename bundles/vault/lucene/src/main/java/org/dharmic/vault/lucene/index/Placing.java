package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteArrayDataOutput;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.markdown.Section;

/** Where a passage stands in its file, as few bytes of the index. */
final class Placing {

    /** Lucene's bound for a value of this kind, below which a heading is cut. */
    private static final int MOST_BYTES = 1000;

    private Placing() {}

    static BytesRef heading(Section section) {
        BytesRef heading = new BytesRef(section.heading());
        if (heading.length > MOST_BYTES) {
            int end = MOST_BYTES;
            while ((heading.bytes[end] & 0xC0) == 0x80) {
                end--; // a character is never cut in two
            }
            heading.length = end;
        }
        return heading;
    }

    /** First line, further lines and whether it is front matter, first byte, length. */
    static BytesRef lines(Section section) {
        byte[] bytes = new byte[20];
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

    static Section section(BytesRef heading, BytesRef lines) {
        ByteArrayDataInput in = new ByteArrayDataInput(lines.bytes, lines.offset, lines.length);
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
}

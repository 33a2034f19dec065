package org.dharmic.strangememory.jsonl;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A line that is to be appended.
 *
 * @param key blank for none
 * @param bytes with its line feed
 */
record Addition(String key, byte[] bytes) {

    static byte[] together(List<Addition> lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.forEach(line -> all.writeBytes(line.bytes));
        return all.toByteArray();
    }
}

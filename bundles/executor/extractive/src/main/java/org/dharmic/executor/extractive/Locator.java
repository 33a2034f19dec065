package org.dharmic.executor.extractive;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a block stands: {@code path#Lx-Ly}, possibly followed by {@code @hash}.
 *
 * @param whole as the block says it
 * @param path without the lines
 * @param firstLine 0 when the locator names no lines
 * @param lastLine 0 when the locator names no lines
 * @param hash with its {@code @}, or empty
 */
record Locator(String whole, String path, int firstLine, int lastLine, String hash) {

    private static final Pattern LINES = Pattern.compile("(.+)#L(\\d{1,9})(?:-L(\\d{1,9}))?(@[0-9a-fA-F]+)?");

    static Locator of(String text) {
        Matcher matcher = LINES.matcher(text);
        if (!matcher.matches()) {
            return new Locator(text, text, 0, 0, "");
        }
        int first = Integer.parseInt(matcher.group(2));
        int last = matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3));
        return new Locator(text, matcher.group(1), first, last, matcher.group(4) == null ? "" : matcher.group(4));
    }

    /**
     * The place of some lines of the block, counted from 0. Only when the block's text is exactly the lines of the
     * locator; otherwise the whole place, which is less precise and still true.
     */
    String narrowed(List<String> lines, int from, int to) {
        if (firstLine == 0 || lines.size() != lastLine - firstLine + 1) {
            return whole;
        }
        return path + "#L" + (firstLine + from) + "-L" + (firstLine + to) + hash;
    }
}

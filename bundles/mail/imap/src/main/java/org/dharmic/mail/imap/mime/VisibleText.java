package org.dharmic.mail.imap.mime;

/** Text as a person sees it: characters that show nothing, and could speak to a model alone, are left out. */
final class VisibleText {

    private VisibleText() {}

    /** Without control characters but tab and line end, and without invisible ones. */
    static String withoutInvisible(String text) {
        int first = 0;
        while (first < text.length() && text.charAt(first) < 0x7f && isVisible(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, first);
        int c;
        for (int i = first; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isVisible(c)) {
                kept.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xfffd : c);
            }
        }
        return kept.toString();
    }

    /**
     * As {@link #withoutInvisible}, with {@code \n} as the only end of a line, no blanks at the end of lines but that of
     * the signature's separator, and one blank line at most in a row.
     */
    static String tidy(String text) {
        String visible = withoutInvisible(text.replace("\r\n", "\n").replace('\r', '\n'));
        StringBuilder tidy = new StringBuilder(visible.length());
        int blank = 2; // none at the beginning
        for (int start = 0; start <= visible.length(); ) {
            int end = visible.indexOf('\n', start);
            end = end < 0 ? visible.length() : end;
            int last = end;
            while (last > start && Character.isWhitespace(visible.charAt(last - 1))) {
                last--;
            }
            blank = last == start ? blank + 1 : 0;
            if (blank <= 1) {
                tidy.append(visible, start, last);
                boolean separator = end - start == 3 && visible.startsWith("-- ", start);
                tidy.append(separator ? " \n" : "\n");
            }
            start = end + 1;
        }
        int end = tidy.length();
        while (end > 0 && tidy.charAt(end - 1) == '\n') {
            end--;
        }
        tidy.setLength(end);
        return tidy.toString();
    }

    /**
     * Joiners stay, because Persian, Indian scripts and emoji are written with them; so do the marks of direction that
     * only nudge their neighbours.
     */
    private static boolean isVisible(int c) {
        if (c < 0xa0) {
            return c == '\n' || c == '\t' || c == '\r' || c >= 0x20 && c < 0x7f;
        }
        return switch (c) {
            case 0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x200b, 0x3164, 0xfeff, 0xffa0 ->
                false;
            default ->
                !(c >= 0x202a && c <= 0x202e // embeds and overrides of direction
                        || c >= 0x2060 && c <= 0x206f // word joiner, invisible operators, isolates
                        || c >= 0xfff0 && c <= 0xfffb
                        || c >= 0xe0000 && c <= 0xe0fff); // tags and variation selectors without a glyph of their own
        };
    }
}

package org.dharmic.mail.imap.mime;

/** {@code text/plain; format=flowed} (RFC 3676): lines that a mail program broke are made whole again. */
final class FlowedText {

    private FlowedText() {}

    /** @param deleteSpace whether the blank before a break was put there with it (DelSp=yes) */
    static String unfolded(String text, boolean deleteSpace) {
        String plain = text.replace("\r\n", "\n");
        StringBuilder whole = new StringBuilder(plain.length());
        int openQuotes = -1; // quote depth of a line that goes on, -1 for none
        for (int start = 0; start < plain.length(); ) {
            int end = plain.indexOf('\n', start);
            end = end < 0 ? plain.length() : end;
            int content = start;
            while (content < end && plain.charAt(content) == '>') {
                content++;
            }
            int quotes = content - start;
            if (content < end && plain.charAt(content) == ' ') {
                content++; // stuffed, or the blank behind the quote marks
            }
            boolean separator = end - content == 3 && plain.startsWith("-- ", content);
            if (openQuotes >= 0 && (openQuotes != quotes || separator)) {
                whole.append('\n');
                openQuotes = -1;
            }
            if (openQuotes < 0) {
                whole.append(plain, start, start + quotes).append(quotes > 0 ? " " : "");
            }
            boolean goesOn = end > content && plain.charAt(end - 1) == ' ' && !separator;
            whole.append(plain, content, goesOn && deleteSpace ? end - 1 : end);
            if (goesOn) {
                openQuotes = quotes;
            } else {
                whole.append('\n');
                openQuotes = -1;
            }
            start = end + 1;
        }
        return whole.toString();
    }
}

package org.dharmic.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a receiving provider does to the header of a mail: it removes results that claim to be its own (RFC 8601 section
 * 5), and puts its own on top of the trace (RFC 5321 section 4.4).
 *
 * <p>Works on the bytes, because re-rendering would change what a signature covers.
 */
final class Trace {

    private static final String RESULTS = "authentication-results";

    private Trace() {}

    /**
     * Stamps a mail.
     *
     * @param mail the bytes as submitted
     * @param authservId the provider's name in its results
     * @param results what it found, for example {@code dmarc=pass header.from=sandbox.test}
     * @param received value of its Received field
     */
    static byte[] stamp(byte[] mail, String authservId, String results, String received) {
        // One character for each byte, so that whatever stands in the mail comes out unchanged.
        String text = new String(mail, StandardCharsets.ISO_8859_1);
        StringBuilder out = new StringBuilder(text.length() + 256);
        out.append("Authentication-Results: ")
                .append(authservId)
                .append("; ")
                .append(results)
                .append("\r\n");
        out.append("Received: ").append(received).append("\r\n");
        int body = endOfHeader(text);
        for (String field : fields(text.substring(0, body))) {
            if (!claims(field, authservId)) {
                out.append(field);
            }
        }
        out.append(text, body, text.length());
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Index of the empty line behind the header, or the length when there is none. */
    private static int endOfHeader(String text) {
        int line = 0;
        while (line < text.length()) {
            if (text.startsWith("\r\n", line) || text.charAt(line) == '\n') {
                return line;
            }
            int end = text.indexOf('\n', line);
            line = end < 0 ? text.length() : end + 1;
        }
        return text.length();
    }

    /** The fields with their continuation lines and line ends. */
    private static List<String> fields(String header) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int line = 0;
        while (line < header.length()) {
            int end = header.indexOf('\n', line);
            int next = end < 0 ? header.length() : end + 1;
            boolean continues = header.charAt(line) == ' ' || header.charAt(line) == '\t';
            if (!continues && field.length() > 0) {
                fields.add(field.toString());
                field.setLength(0);
            }
            field.append(header, line, next);
            line = next;
        }
        if (field.length() > 0) {
            fields.add(field.toString());
        }
        return fields;
    }

    private static boolean claims(String field, String authservId) {
        int colon = field.indexOf(':');
        if (colon < 0
                || !field.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(RESULTS)) {
            return false;
        }
        String id = authservId(field.substring(colon + 1));
        return id.isEmpty() || id.equalsIgnoreCase(authservId); // unreadable: somebody else may read it as ours
    }

    /** The first token of the value, behind any comments and without quotes. */
    private static String authservId(String value) {
        StringBuilder id = new StringBuilder();
        int comment = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '(') {
                comment++;
            } else if (c == ')' && comment > 0) {
                comment--;
            } else if (comment == 0 && (c == ';' || (Character.isWhitespace(c) && id.length() > 0))) {
                break;
            } else if (comment == 0 && !Character.isWhitespace(c) && c != '"') {
                id.append(c);
            }
        }
        return id.toString();
    }
}

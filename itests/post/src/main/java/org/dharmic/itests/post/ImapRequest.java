package org.dharmic.itests.post;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command of a client, taken apart (RFC 9051 section 4).
 *
 * @param verb in capitals; of two words where the first is {@code UID}
 * @param words what follows the verb: strings, and lists for what stood in parentheses
 * @param text its first line without the tag
 */
record ImapRequest(String tag, String verb, List<Object> words, String text) {

    private static final String BY_UID = "UID ";

    private static final int LONGEST = 64 * 1024 * 1024;

    /** Reads one; asks for literals where they come. */
    static ImapRequest read(InputStream in, OutputStream out) throws IOException {
        Reader reader = new Reader(in, out);
        String first = reader.line;
        List<Object> words = reader.words();
        if (words.size() < 2) {
            return new ImapRequest(words.isEmpty() ? "*" : words.get(0).toString(), "", List.of(), first);
        }
        String tag = words.get(0).toString();
        String verb = words.get(1).toString().toUpperCase(Locale.ROOT);
        int from = 2;
        if (verb.equals("UID") && words.size() > 2) {
            verb = BY_UID + words.get(2).toString().toUpperCase(Locale.ROOT);
            from = 3;
        }
        String text = first.substring(Math.min(first.length(), tag.length() + 1));
        return new ImapRequest(tag, verb, List.copyOf(words.subList(from, words.size())), text);
    }

    /** Of the line that ends IDLE, which has no tag of its own. */
    ImapRequest ended(String line) {
        return new ImapRequest(tag, line.toUpperCase(Locale.ROOT), List.of(), line);
    }

    boolean byUid() {
        return verb.startsWith(BY_UID);
    }

    String word(int index) {
        return index < words.size() ? words.get(index).toString() : "";
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int each;
        while ((each = in.read()) >= 0) {
            if (each == '\n') {
                return line.toString();
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        throw new EOFException();
    }

    private static final class Reader {
        private final InputStream in;
        private final OutputStream out;
        private String line;
        private int at;

        Reader(InputStream in, OutputStream out) throws IOException {
            this.in = in;
            this.out = out;
            line = line(in);
        }

        List<Object> words() throws IOException {
            List<Object> words = new ArrayList<>();
            while (at < line.length()) {
                char next = line.charAt(at);
                if (next == ' ') {
                    at++;
                } else if (next == ')') {
                    at++;
                    return words;
                } else if (next == '(') {
                    at++;
                    words.add(words());
                } else if (next == '"') {
                    words.add(quoted());
                } else if (next == '{') {
                    words.add(literal());
                } else {
                    words.add(atom());
                }
            }
            return words;
        }

        private String quoted() {
            StringBuilder text = new StringBuilder();
            for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
                if (line.charAt(at) == '\\') {
                    at++;
                }
                text.append(line.charAt(at));
            }
            at++;
            return text.toString();
        }

        private String literal() throws IOException {
            String size = line.substring(at + 1, line.indexOf('}', at));
            if (!size.endsWith("+")) {
                out.write("+ go on\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            int length = Integer.parseInt(size.replace("+", ""));
            if (length > LONGEST) {
                throw new IOException("a literal of " + length + " bytes");
            }
            byte[] bytes = in.readNBytes(length);
            line = line(in);
            at = 0;
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /** Brackets belong to it, with whatever stands inside: {@code BODY.PEEK[HEADER.FIELDS (Date)]<0.10>}. */
        private String atom() {
            int start = at;
            int depth = 0;
            while (at < line.length()) {
                char each = line.charAt(at);
                if (each == '[') {
                    depth++;
                } else if (each == ']') {
                    depth--;
                } else if (depth == 0 && (each == ' ' || each == '(' || each == ')')) {
                    break;
                }
                at++;
            }
            return line.substring(start, at);
        }
    }
}

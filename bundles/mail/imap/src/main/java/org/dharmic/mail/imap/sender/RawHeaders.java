package org.dharmic.mail.imap.sender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.jdkim.api.Headers;

/**
 * The header lines of a mail byte by byte, as a signature covers them. Refuses whatever another reader might split in
 * another way: bare line ends, NUL, lines without a name.
 */
final class RawHeaders implements Headers {

    private static final int MAX_BYTES = 256 * 1024;

    /** @param text with its folds, without the line end */
    private record Line(String name, String text) {}

    private final List<Line> lines;

    private RawHeaders(List<Line> lines) {
        this.lines = lines;
    }

    /**
     * Reads up to the empty line; the stream stands at the body then.
     *
     * @throws Refused when they are not what a mail server delivers
     */
    static RawHeaders read(InputStream in) throws IOException, Refused {
        List<Line> lines = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        int budget = MAX_BYTES;
        while (true) {
            byte[] line = line(in, budget);
            budget -= line.length + 2;
            boolean folded = line.length > 0 && (line[0] == ' ' || line[0] == '\t');
            if (folded && field.size() > 0) {
                field.write('\r');
                field.write('\n');
            } else if (folded) {
                throw unreadable("they begin with a fold");
            } else if (field.size() > 0) {
                lines.add(named(field));
                field.reset();
            }
            if (line.length == 0) {
                return new RawHeaders(lines);
            }
            field.write(line);
        }
    }

    private static byte[] line(InputStream in, int budget) throws IOException, Refused {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        while (line.size() <= budget) {
            int c = in.read();
            if (c == '\r' && in.read() == '\n') {
                return line.toByteArray();
            }
            if (c < 0 || c == '\r' || c == '\n' || c == 0) {
                throw unreadable(c < 0 ? "no body follows" : "a bare line end or a NUL is in them");
            }
            line.write(c);
        }
        throw unreadable("they are longer than " + MAX_BYTES + " bytes");
    }

    /** Decoded as the library encodes it again; what does not survive that is not found to be signed. */
    private static Line named(ByteArrayOutputStream field) throws Refused {
        String text = field.toString(Charset.defaultCharset());
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw unreadable("a line has no name");
        }
        return new Line(text.substring(0, colon).strip().toLowerCase(Locale.ROOT), text);
    }

    private static Refused unreadable(String why) {
        return new Refused(Refused.Why.NOT_AUTHENTICATED, "sender not authenticated: its header lines are odd, " + why);
    }

    int count(String name) {
        return getFields(name).size();
    }

    /** The value of the only line with this name, unfolded; empty when there is none. */
    String value(String name) {
        List<String> fields = getFields(name);
        return fields.isEmpty()
                ? ""
                : fields.get(0)
                        .substring(fields.get(0).indexOf(':') + 1)
                        .replace("\r\n", "")
                        .strip();
    }

    /** The same with one signature alone, so that the library looks at no other. */
    RawHeaders withOnly(String signature) {
        return new RawHeaders(lines.stream()
                .filter(line ->
                        !line.name().equals("dkim-signature") || line.text().equals(signature))
                .toList());
    }

    @Override
    public List<String> getFields() {
        return lines.stream().map(Line::text).toList();
    }

    @Override
    public List<String> getFields(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return lines.stream()
                .filter(line -> line.name().equals(wanted))
                .map(Line::text)
                .toList();
    }
}

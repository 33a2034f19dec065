package org.dharmic.mail.imap.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Reads a mail as a stream, under limits that no honest mail reaches: a mail built to exhaust us (many parts, deep
 * nesting, endless headers) is refused after a bounded effort.
 */
public final class MailParser {

    /** Upper bounds of what is looked at. */
    public record Limits(int parts, int depth, int headers, int headerBytes, int textBytes, long nanos) {
        public static final Limits DEFAULT = new Limits(500, 30, 500, 64 * 1024, 2 * 1024 * 1024, 5_000_000_000L);
    }

    private static final Pattern CHARSET_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+-]{0,60}");
    private static final Pattern META_CHARSET =
            Pattern.compile("(?i)<meta[^>]{0,200}charset\\s*=\\s*[\"']?([A-Za-z0-9._:+-]+)");

    private final Limits limits;

    public MailParser(Limits limits) {
        this.limits = limits;
    }

    /**
     * @throws Unreadable when the mail is malformed beyond use or breaks a limit
     * @throws IOException when the bytes cannot be read
     */
    public ParsedMail parse(InputStream bytes) throws IOException, Unreadable {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.custom()
                .setMaxLineLen(limits.headerBytes())
                .setMaxHeaderLen(limits.headerBytes())
                .setMaxHeaderCount(limits.headers())
                .build());
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE); // a mail inside the mail is an attachment
        stream.parse(bytes);
        try {
            return new Run(stream).read();
        } catch (MimeException e) {
            throw new Unreadable("not readable as a mail: " + HeaderText.singleLine("" + e.getMessage()));
        } catch (IOException e) {
            if (causedByParser(e)) {
                throw new Unreadable("not readable as a mail: " + HeaderText.singleLine("" + e.getMessage()));
            }
            throw e;
        }
    }

    /** mime4j reports some violations as an IOException of its own or with a MimeException inside. */
    private static boolean causedByParser(IOException e) {
        return e.getClass().getName().startsWith("org.apache.james.mime4j") || e.getCause() instanceof MimeException;
    }

    private final class Run {
        private final MimeTokenStream stream;
        private final long start = System.nanoTime();
        private final List<ParsedMail.Header> headers = new ArrayList<>();
        private Optional<String> plain = Optional.empty();
        private Optional<String> html = Optional.empty();
        private String disposition = "";
        private int parts;
        private int depth;

        Run(MimeTokenStream stream) {
            this.stream = stream;
        }

        ParsedMail read() throws IOException, MimeException, Unreadable {
            boolean top = true;
            for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
                if (System.nanoTime() - start > limits.nanos()) {
                    throw new Unreadable("takes too long to read");
                }
                switch (state) {
                    case T_START_HEADER -> disposition = "";
                    case T_FIELD -> field(top);
                    case T_END_HEADER -> top = false;
                    case T_START_MULTIPART -> {
                        if (++depth > limits.depth()) {
                            throw new Unreadable("parts nested deeper than " + limits.depth());
                        }
                    }
                    case T_END_MULTIPART -> depth--;
                    case T_BODY -> {
                        if (++parts > limits.parts()) {
                            throw new Unreadable("more than " + limits.parts() + " parts");
                        }
                        body();
                    }
                    default -> {
                        // starts and ends without content
                    }
                }
            }
            return new ParsedMail(headers, plain, html);
        }

        private void field(boolean top) {
            Field field = stream.getField();
            String name = field.getName().strip().toLowerCase(Locale.ROOT);
            if (top) {
                headers.add(new ParsedMail.Header(name, value(field)));
            } else if (name.equals("content-disposition")) {
                disposition = value(field).toLowerCase(Locale.ROOT);
            }
        }

        private void body() throws IOException {
            BodyDescriptor descriptor = stream.getBodyDescriptor();
            String type = descriptor.getMimeType();
            boolean wanted = plain.isEmpty() && "text/plain".equals(type) || html.isEmpty() && "text/html".equals(type);
            if (!wanted || disposition.startsWith("attachment")) {
                return; // the stream skips it
            }
            byte[] content = capped(stream.getDecodedInputStream());
            if (type.equals("text/plain")) {
                plain = Optional.of(decode(content, descriptor.getCharset()));
            } else {
                html = Optional.of(decode(content, htmlCharset(descriptor.getCharset(), content)));
            }
        }

        private byte[] capped(InputStream content) throws IOException {
            ByteArrayOutputStream taken = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int n;
            while (taken.size() < limits.textBytes() && (n = content.read(buffer)) > 0) {
                taken.write(buffer, 0, Math.min(n, limits.textBytes() - taken.size()));
            }
            return taken.toByteArray();
        }
    }

    /** The value of a header line without its name, unfolded. Bytes beyond ASCII are read as UTF-8 where they are. */
    private static String value(Field field) {
        String line = decode(field.getRaw().toByteArray(), "utf-8");
        int colon = line.indexOf(':');
        return line.substring(colon + 1).replaceAll("\\r?\\n(?=[ \\t])", "").strip();
    }

    /** Many HTML mails declare their charset in the page alone. */
    private static String htmlCharset(String declared, byte[] content) {
        if (declared != null && !declared.equalsIgnoreCase("us-ascii")) {
            return declared;
        }
        String head = new String(content, 0, Math.min(content.length, 2048), StandardCharsets.ISO_8859_1);
        Matcher meta = META_CHARSET.matcher(head);
        return meta.find() ? meta.group(1) : declared;
    }

    /** Never throws: malformed bytes become replacement characters, an unknown charset is guessed. */
    static String decode(byte[] bytes, String charset) {
        Charset named = charset(charset);
        if (named == null || named.equals(StandardCharsets.US_ASCII)) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                return new String(bytes, Charset.forName("windows-1252")); // what undeclared text mostly is
            }
        }
        return new String(bytes, named);
    }

    private static Charset charset(String name) {
        if (name == null || !CHARSET_NAME.matcher(name).matches() || !Charset.isSupported(name)) {
            return null;
        }
        return Charset.forName(name);
    }
}

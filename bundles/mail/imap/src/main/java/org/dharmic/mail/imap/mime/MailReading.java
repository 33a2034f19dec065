package org.dharmic.mail.imap.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** The reading of one mail, part by part. */
final class MailReading {

    private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,100}");
    private static final Set<String> PLAIN = Set.of("text/plain", "text/markdown", "text/x-markdown", "text/enriched");
    private static final Set<String> DETACHED_SIGNATURES =
            Set.of("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature");
    private static final Set<String> REPORTS = Set.of(
            "multipart/report",
            "message/delivery-status",
            "message/disposition-notification",
            "message/feedback-report");
    private static final Set<String> ENCRYPTED =
            Set.of("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime");
    /** Stands for "in no multipart/alternative". */
    private static final int ALONE = -1;

    /** @param alternative number of the nearest multipart/alternative around */
    private record Frame(int alternative, boolean signed) {}

    private final MimeTokenStream stream;
    private final MailParser.Limits limits;
    private final Metered metered;
    private final AttachedFiles files;

    private final List<ParsedMail.Header> headers = new ArrayList<>();
    private final Set<ParsedMail.Kind> kinds = EnumSet.noneOf(ParsedMail.Kind.class);
    private final List<BodyText.Piece> text = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int headerBytes;
    private int textBytes;
    private int parts;
    private int leaves;
    private int places;

    private Parameters type = Parameters.NONE;
    private Parameters disposition = Parameters.NONE;

    MailReading(MimeTokenStream stream, MailParser.Limits limits, Metered metered, AttachedFiles files) {
        this.stream = stream;
        this.limits = limits;
        this.metered = metered;
        this.files = files;
    }

    ParsedMail header() throws IOException, MimeException, Unreadable {
        for (EntityState state = stream.getState();
                state != EntityState.T_END_HEADER && state != EntityState.T_END_OF_STREAM;
                state = stream.next()) {
            if (state == EntityState.T_FIELD) {
                topField();
            }
        }
        return new ParsedMail(headers, BodyText.NONE, kinds, List.of());
    }

    ParsedMail all() throws IOException, MimeException, Unreadable {
        boolean top = true;
        for (EntityState state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            metered.check();
            switch (state) {
                case T_START_HEADER -> {
                    type = Parameters.NONE;
                    disposition = Parameters.NONE;
                }
                case T_FIELD -> {
                    if (top) {
                        topField();
                    } else {
                        count(stream.getField());
                    }
                    partField();
                }
                case T_END_HEADER -> top = false;
                case T_START_BODYPART -> {
                    if (++parts > limits.parts()) {
                        throw new Unreadable("more than " + limits.parts() + " parts");
                    }
                }
                case T_START_MULTIPART -> enter();
                case T_END_MULTIPART -> frames.pop();
                case T_BODY -> leaf();
                default -> {
                    // starts and ends without content
                }
            }
        }
        return new ParsedMail(headers, new BodyText(text), kinds, files.listed());
    }

    private void topField() throws Unreadable {
        Field field = stream.getField();
        if (headers.size() >= limits.headers()) {
            throw new Unreadable("more than " + limits.headers() + " header lines");
        }
        count(field);
        headers.add(new ParsedMail.Header(name(field), value(field)));
    }

    private void partField() {
        Field field = stream.getField();
        switch (name(field)) {
            case "content-type" -> type = type == Parameters.NONE ? Parameters.of(value(field)) : type;
            case "content-disposition" ->
                disposition = disposition == Parameters.NONE ? Parameters.of(value(field)) : disposition;
            default -> {
                // says nothing about what the part is
            }
        }
    }

    private void count(Field field) throws Unreadable {
        headerBytes += field.getRaw().length();
        if (headerBytes > limits.allHeaderBytes()) {
            throw new Unreadable("more than " + limits.allHeaderBytes() + " bytes of headers");
        }
    }

    private static String name(Field field) {
        return field.getName().strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The value of a header line without its name, unfolded. Bytes beyond ASCII are read as UTF-8 where they are. Ends of
     * lines that fold nothing, and NUL, become replacement characters: whoever copies a value copies one line, and whoever
     * reads an address strictly finds none.
     */
    private static String value(Field field) {
        String line = Charsets.decode(field.getRaw().toByteArray(), "utf-8");
        StringBuilder value = new StringBuilder(line.length());
        for (int i = line.indexOf(':') + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\r' || c == '\n') {
                int after = c == '\r' && i + 1 < line.length() && line.charAt(i + 1) == '\n' ? i + 2 : i + 1;
                boolean folds = after == line.length() || line.charAt(after) == ' ' || line.charAt(after) == '\t';
                value.append(folds ? "" : "\ufffd");
                i = after - 1;
            } else {
                value.append(c == 0 ? '\ufffd' : c);
            }
        }
        return value.toString().strip();
    }

    private void enter() throws Unreadable {
        if (frames.size() >= limits.depth()) {
            throw new Unreadable("parts nested deeper than " + limits.depth());
        }
        String multipart = mimeType();
        if (frames.isEmpty()) {
            machineMade(multipart);
        }
        int around = frames.isEmpty() ? ALONE : frames.peek().alternative();
        frames.push(new Frame(
                multipart.equals("multipart/alternative") ? places++ : around, multipart.equals("multipart/signed")));
    }

    /** What the type of the whole mail, or of an encrypted part, tells. */
    private void machineMade(String whole) {
        if (REPORTS.contains(whole)) {
            kinds.add(ParsedMail.Kind.REPORT);
        }
        if (ENCRYPTED.contains(whole)) {
            kinds.add(ParsedMail.Kind.ENCRYPTED);
        }
    }

    private void leaf() throws IOException {
        leaves++;
        String leaf = mimeType();
        if (frames.isEmpty()) {
            machineMade(leaf);
        }
        int alternative = frames.isEmpty() ? ALONE : frames.peek().alternative();
        boolean attached = disposition.value().equals("attachment");
        String name = fileName();
        if (isInvitation(leaf, alternative, attached)) {
            kinds.add(ParsedMail.Kind.CALENDAR);
        }
        boolean page = leaf.equals("text/html");
        if (!attached && (name.isEmpty() || leaves == 1) && (page || PLAIN.contains(leaf))) {
            text(page, alternative);
        } else if (isPartOfForm(leaf, alternative, attached, name)) {
            return; // the stream skips it
        } else {
            files.add(name, leaf, leaves, decoded(), kinds.isEmpty());
        }
    }

    private boolean isInvitation(String leaf, int alternative, boolean attached) {
        return (leaf.equals("text/calendar") || leaf.equals("application/ics"))
                && !attached
                && (frames.isEmpty()
                        || alternative != ALONE
                        || !type.get("method").isEmpty());
    }

    /** Not a file that somebody sent along: a signature over the rest, or the same text in yet another form. */
    private boolean isPartOfForm(String leaf, int alternative, boolean attached, String name) {
        boolean signature = !frames.isEmpty() && frames.peek().signed() && DETACHED_SIGNATURES.contains(leaf);
        boolean otherForm = alternative != ALONE && !attached && name.isEmpty() && leaf.startsWith("text/");
        return signature || otherForm;
    }

    private void text(boolean page, int alternative) throws IOException {
        int place = alternative == ALONE ? places++ : alternative;
        byte[] content = capped(decoded());
        String charset = type.get("charset");
        text.add(new BodyText.Piece(
                place,
                page ? BodyText.Form.PAGE : form(),
                page ? Charsets.decodePage(content, charset) : Charsets.decode(content, charset)));
    }

    private BodyText.Form form() {
        if (!type.get("format").equalsIgnoreCase("flowed")) {
            return BodyText.Form.PLAIN;
        }
        return type.get("delsp").equalsIgnoreCase("yes") ? BodyText.Form.FLOWED_DELETING : BodyText.Form.FLOWED;
    }

    private byte[] capped(InputStream content) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int room = limits.textBytes() - textBytes;
        int n;
        while (taken.size() < room && (n = content.read(buffer)) >= 0) {
            taken.write(buffer, 0, Math.min(n, room - taken.size()));
        }
        textBytes += taken.size();
        return taken.toByteArray();
    }

    private InputStream decoded() {
        BodyDescriptor descriptor = stream.getBodyDescriptor();
        String encoding =
                String.valueOf(descriptor.getTransferEncoding()).strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "base64" -> new Base64InputStream(stream.getInputStream(), DecodeMonitor.SILENT);
            case "quoted-printable" -> new QuotedPrintableInput(stream.getInputStream());
            default -> stream.getInputStream();
        };
    }

    private String fileName() {
        String name = disposition.get("filename");
        return name.isBlank() ? type.get("name").strip() : name.strip();
    }

    private String mimeType() {
        String given = String.valueOf(stream.getBodyDescriptor().getMimeType()).toLowerCase(Locale.ROOT);
        return TYPE.matcher(given).matches() ? given : "application/octet-stream";
    }
}

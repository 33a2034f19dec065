package org.dharmic.mail.imap.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.dharmic.journal.Spooled;

/**
 * Reads a mail as a stream, under limits that no honest mail reaches: a mail built to exhaust us (many parts, deep
 * nesting, endless headers) is refused after a bounded effort. Safe for many threads.
 */
public final class MailParser {

    /**
     * Upper bounds of what is looked at.
     *
     * @param parts of all multiparts together
     * @param depth multiparts inside each other
     * @param headers lines of one header
     * @param headerBytes bytes of one header line
     * @param allHeaderBytes bytes of all headers together, those of parts included
     * @param textBytes bytes of text that are decoded; what is behind them is not read
     * @param cpuNanos the reading thread's own time: a busy machine or a night's sleep counts for nothing
     */
    public record Limits(
            int parts, int depth, int headers, int headerBytes, int allHeaderBytes, int textBytes, long cpuNanos) {
        public static final Limits DEFAULT =
                new Limits(500, 20, 500, 64 * 1024, 512 * 1024, 1024 * 1024, 5_000_000_000L);
    }

    /** Of a header nothing is stored. */
    private static final AttachmentCaps NONE = new AttachmentCaps(0, 0, 0);

    private final Limits limits;
    private final LongSupplier cpu;
    private final MimeConfig config;

    public MailParser(Limits limits) {
        this(limits, CpuTime::ofThisThread);
    }

    /** @param cpu nanoseconds that the calling thread has worked, from any beginning */
    MailParser(Limits limits, LongSupplier cpu) {
        this.limits = limits;
        this.cpu = cpu;
        config = MimeConfig.custom()
                .setMaxLineLen(limits.headerBytes())
                .setMaxHeaderLen(limits.headerBytes())
                .setMaxHeaderCount(limits.headers())
                .build();
    }

    /**
     * Reads the header alone: enough to decide who writes, before anything is spent on what he writes. The result has
     * neither text nor attachments.
     *
     * @throws Unreadable when the header is malformed beyond use or breaks a limit
     * @throws IOException when the bytes cannot be read
     */
    public ParsedMail header(InputStream bytes) throws IOException, Unreadable {
        return read(bytes, true, NONE, MailParser::nothing);
    }

    /**
     * Reads a mail and stores what is attached, as far as the caps allow, while it comes along. When this throws, what has
     * been stored until then is of no more use.
     *
     * @throws Unreadable when the mail is malformed beyond use or breaks a limit
     * @throws IOException when the bytes cannot be read, or an attachment cannot be stored
     */
    public ParsedMail parse(InputStream bytes, AttachmentCaps caps, AttachmentStore store)
            throws IOException, Unreadable {
        return read(bytes, false, caps, store);
    }

    private static Spooled nothing(InputStream decoded, long maxBytes) {
        throw new IllegalStateException("caps of nothing let nothing through");
    }

    private ParsedMail read(InputStream bytes, boolean headerOnly, AttachmentCaps caps, AttachmentStore store)
            throws IOException, Unreadable {
        Metered metered = new Metered(bytes, cpu, limits.cpuNanos());
        MimeTokenStream stream = new MimeTokenStream(config);
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE); // a mail inside the mail is an attachment
        stream.parse(metered);
        try {
            MailReading reading = new MailReading(stream, limits, metered, new AttachedFiles(caps, store));
            return headerOnly ? reading.header() : reading.all();
        } catch (MimeException e) {
            throw malformed(e);
        } catch (IOException e) {
            if (metered.isSpent()) {
                throw new Unreadable("takes too long to read");
            }
            if (causedByParser(e)) {
                throw malformed(e);
            }
            throw e;
        }
    }

    /** What lies at the bottom says it without the names of classes. */
    private static Unreadable malformed(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new Unreadable("not readable as a mail: " + HeaderText.singleLine("" + root.getMessage()));
    }

    /** mime4j reports some violations as an IOException of its own or with a MimeException inside. */
    private static boolean causedByParser(IOException e) {
        return e.getClass().getName().startsWith("org.apache.james.mime4j") || e.getCause() instanceof MimeException;
    }
}

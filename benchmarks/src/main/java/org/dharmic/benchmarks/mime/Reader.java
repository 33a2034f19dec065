package org.dharmic.benchmarks.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Spooled;
import org.dharmic.mail.imap.mime.AttachmentCaps;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.mime.MailParser;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.mail.imap.mime.QuotedHistory;
import org.dharmic.mail.imap.mime.Unreadable;

/** Reads a mail as admission does, of a sender who may speak: the header first, then all of it, files into a folder. */
final class Reader {

    private static final AttachmentCaps CAPS = new AttachmentCaps(25L << 20, 50L << 20, 20);

    private final MailParser parser = new MailParser(MailParser.Limits.DEFAULT);
    private final Path folder;
    private int files;

    Reader(Path folder) {
        this.folder = folder;
    }

    /** How it ended, in one line. */
    String read(Path mail) throws IOException {
        try {
            try (InputStream bytes = Files.newInputStream(mail)) {
                ParsedMail header = parser.header(bytes);
                header.headers().forEach(each -> {
                    HeaderText.subject(each.value());
                    HeaderText.messageIds(each.value());
                });
            }
            try (InputStream bytes = Files.newInputStream(mail)) {
                ParsedMail read = parser.parse(bytes, CAPS, this::store);
                QuotedHistory split = QuotedHistory.split(read.body().shown());
                long stored = read.attachments().stream()
                        .map(Attachment::bytes)
                        .flatMap(Optional::stream)
                        .mapToLong(Spooled::size)
                        .sum();
                return String.format(
                        Locale.ROOT,
                        "read: %d characters, %d files, %d bytes stored",
                        split.text().length() + split.quoted().length(),
                        read.attachments().size(),
                        stored);
            }
        } catch (Unreadable e) {
            return "refused: " + e.getMessage();
        }
    }

    private Spooled store(InputStream decoded, long maxBytes) throws IOException {
        Path file = folder.resolve("file-" + files++);
        try {
            long size = Files.copy(decoded, file, StandardCopyOption.REPLACE_EXISTING);
            return new Spooled(file.getFileName().toString(), "", size);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}

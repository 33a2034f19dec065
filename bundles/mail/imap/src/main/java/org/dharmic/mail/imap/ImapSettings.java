package org.dharmic.mail.imap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.mail.imap.mime.AttachmentCaps;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.reply.Author;
import org.dharmic.mail.imap.sender.Addresses;
import org.dharmic.mail.imap.sender.SenderPolicy;

/** A checked configuration set of one account. */
record ImapSettings(
        String account,
        String address,
        Line imapLine,
        Line smtpLine,
        Duration smtpTimeout,
        String folder,
        boolean kept,
        boolean idle,
        Duration keepalive,
        Duration poll,
        Duration probe,
        SenderPolicy senders,
        long messageMaxBytes,
        AttachmentCaps attachments,
        String fromName,
        OnAmbiguous onAmbiguous,
        String stateFolder,
        Duration drain) {

    enum OnAmbiguous {
        RESEND,
        HOLD
    }

    /** What a connection is made with; when it changes the connection is made anew. */
    record Line(Server server, String user, String passwordSecret, Optional<Path> certificate) {}

    private static final Pattern FILE =
            Pattern.compile("org\\.dharmic\\.mail\\.imap[-~]([A-Za-z0-9._-]+?)(\\.cfg|\\.config)?$");

    static ImapSettings from(ImapConfig c, Map<String, ?> properties) {
        String address = Addresses.strict(c.address())
                .orElseThrow(() -> new BadSetting("address", c.address(), "one mail address"));
        String account =
                c.account().isBlank() ? nameOf(properties) : c.account().strip();
        if (!account.matches("[A-Za-z0-9._-]{1,40}")) {
            throw new BadSetting(
                    "account",
                    account,
                    "1 to 40 of A-Z a-z 0-9 . _ -, or a file named org.dharmic.mail.imap-<name>.cfg");
        }
        String user = c.user().isBlank() ? address : c.user().strip();
        if (c.password_secret().isBlank()) {
            throw new BadSetting("password.secret", "", "the name of a file below etc/secrets/ or env:NAME");
        }
        String secret = c.password_secret().strip();
        Optional<Path> certificate = c.tls_trust_certificate().isBlank()
                ? Optional.empty()
                : Optional.of(Path.of(c.tls_trust_certificate().strip()));
        Server imap = Server.checked("imap", c.imap_host(), c.imap_port(), c.imap_security());
        Server smtp = Server.checked("smtp", c.smtp_host(), c.smtp_port(), c.smtp_security());
        if (c.folder().isBlank()) {
            throw new BadSetting("folder", c.folder(), "the name of an IMAP folder");
        }
        return new ImapSettings(
                account,
                address,
                new Line(imap, user, secret, certificate),
                new Line(smtp, user, secret, certificate),
                seconds("smtp.timeout.seconds", c.smtp_timeout_seconds(), 1, 600),
                c.folder().strip(),
                oneOf("connection", c.connection(), "kept", "per-poll").equals("kept"),
                c.idle(),
                seconds("keepalive.seconds", c.keepalive_seconds(), 1, 1740),
                seconds("poll.seconds", c.poll_seconds(), 1, 86_400),
                seconds("probe.seconds", c.probe_seconds(), 1, 300),
                SenderSettings.from(c, address),
                Range.check("message.max.bytes", c.message_max_bytes(), 1024, 100L * 1024 * 1024),
                new AttachmentCaps(
                        Range.check("attachment.max.bytes", c.attachment_max_bytes(), 0, 100L * 1024 * 1024),
                        Range.check(
                                "attachment.total.max.bytes", c.attachment_total_max_bytes(), 0, 100L * 1024 * 1024),
                        (int) Range.check("attachment.max.count", c.attachment_max_count(), 0, 500)),
                HeaderText.singleLine(c.reply_from_name()),
                oneOf("on.ambiguous", c.on_ambiguous(), "resend", "hold").equals("hold")
                        ? OnAmbiguous.HOLD
                        : OnAmbiguous.RESEND,
                c.state_folder(),
                seconds("drain.seconds", c.drain_seconds(), 0, 30));
    }

    /** The same with the folder for machine data, which only the framework knows. */
    ImapSettings withStateFolder(String folderOnDisk) {
        return new ImapSettings(
                account,
                address,
                imapLine,
                smtpLine,
                smtpTimeout,
                folder,
                kept,
                idle,
                keepalive,
                poll,
                probe,
                senders,
                messageMaxBytes,
                attachments,
                fromName,
                onAmbiguous,
                folderOnDisk,
                drain);
    }

    Author author() {
        return new Author(address, fromName, senders.tokens().life());
    }

    /** For the log: what is in force, the secret as its name only. */
    String summary() {
        return "as " + address + ", imap " + imapLine.server() + ", smtp " + smtpLine.server() + ", folder " + folder
                + (kept ? idle ? ", kept open with IDLE" : ", kept open" : ", one connection per look")
                + ", poll " + poll.toSeconds() + " s, " + senders.allowed().size() + " allowed senders, "
                + (senders.trustFrom()
                        ? "From TRUSTED UNSEEN"
                        : senders.authservId().isEmpty()
                                ? "no authserv.id"
                                : "authserv.id " + senders.authservId() + " below at most " + senders.receivedMax()
                                        + " Received lines")
                + (senders.dkim().verify() ? ", DKIM verified" : "")
                + ", password from " + imapLine.passwordSecret();
    }

    private static Duration seconds(String key, int value, int min, int max) {
        return Duration.ofSeconds(Range.check(key, value, min, max));
    }

    private static String oneOf(String key, String value, String... words) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (!Arrays.asList(words).contains(word)) {
            throw new BadSetting(key, value, "one of " + String.join(", ", words));
        }
        return word;
    }

    /** The name part of the file, or of the factory PID where there is no file. */
    private static String nameOf(Map<String, ?> properties) {
        for (String key : new String[] {"felix.fileinstall.filename", "service.pid"}) {
            Object value = properties.get(key);
            if (value != null) {
                Matcher matcher = FILE.matcher(value.toString());
                if (matcher.find()) {
                    return matcher.group(1);
                }
            }
        }
        return "";
    }
}

package org.dharmic.mail.imap.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.mail.imap.mime.AttachmentCaps;
import org.dharmic.mail.imap.mime.HeaderText;
import org.dharmic.mail.imap.reply.Author;
import org.dharmic.mail.imap.sender.Addresses;
import org.dharmic.mail.imap.sender.SenderPolicy;

/** A checked configuration set of one account. */
public record ImapSettings(
        String account,
        String address,
        Line imapLine,
        Line smtpLine,
        Duration smtpTimeout,
        int smtpConnections,
        String folder,
        boolean kept,
        boolean idle,
        Duration keepalive,
        Duration poll,
        Duration probe,
        Patience patience,
        SenderPolicy senders,
        long messageMaxBytes,
        AttachmentCaps attachments,
        String fromName,
        OnAmbiguous onAmbiguous,
        Sent sent,
        String stateFolder,
        Duration drain) {

    public enum OnAmbiguous {
        RESEND,
        HOLD
    }

    /** What a connection is made with; when it changes the connection is made anew. */
    public record Line(
            Server server, String user, String passwordSecret, Optional<Token> token, Optional<Path> certificate) {

        /** Name of the secret that the login is made with; empty when a command makes a token. */
        public String secret() {
            return token.map(Token::secret).orElse(passwordSecret);
        }
    }

    /**
     * Where an access token comes from, when one is used in place of a password.
     *
     * @param secret empty when a command gives it
     * @param command the program and its arguments; empty when it is a secret
     * @param environment names of the variables that the command sees
     */
    public record Token(String secret, List<String> command, Set<String> environment, Duration timeout) {}

    /**
     * How long to wait for a server.
     *
     * @param reply longest silence in the middle of a command
     * @param reconnect longest pause between two tries to connect
     */
    public record Patience(Duration reply, Duration reconnect) {}

    /**
     * Where the provider files what was sent.
     *
     * @param folder empty means the one that the server names
     * @param delay how long after an unclear ending it is looked into
     */
    public record Sent(String folder, Duration delay) {
        /** As the folder's name: there is none. */
        private static final String NONE = "none";

        public boolean looks() {
            return !folder.equalsIgnoreCase(NONE);
        }

        /** What the settings call it; empty when it is to be found. */
        public Optional<String> name() {
            return Optional.of(folder).filter(each -> looks() && !each.isEmpty());
        }
    }

    private static final Pattern FILE =
            Pattern.compile("org\\.dharmic\\.mail\\.imap[-~]([A-Za-z0-9._-]+?)(\\.cfg|\\.config)?$");

    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

    public static ImapSettings from(ImapConfig c, Map<String, ?> properties) {
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
        Optional<Token> token = token(c);
        if (token.isEmpty() && c.password_secret().isBlank()) {
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
                new Line(imap, user, secret, token, certificate),
                new Line(smtp, user, secret, token, certificate),
                seconds("smtp.timeout.seconds", c.smtp_timeout_seconds(), 1, 600),
                (int) Range.check("smtp.connections", c.smtp_connections(), 1, 2),
                c.folder().strip(),
                oneOf("connection", c.connection(), "kept", "per-poll").equals("kept"),
                c.idle(),
                seconds("keepalive.seconds", c.keepalive_seconds(), 1, 540),
                seconds("poll.seconds", c.poll_seconds(), 1, 86_400),
                seconds("probe.seconds", c.probe_seconds(), 1, 300),
                new Patience(
                        seconds("imap.timeout.seconds", c.imap_timeout_seconds(), 1, 600),
                        seconds("reconnect.max.seconds", c.reconnect_max_seconds(), 1, 3600)),
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
                new Sent(c.sent_folder().strip(), seconds("sent.wait.seconds", c.sent_wait_seconds(), 0, 600)),
                c.state_folder(),
                seconds("drain.seconds", c.drain_seconds(), 0, 30));
    }

    /** The same with the folder for machine data, which only the framework knows. */
    public ImapSettings withStateFolder(String folderOnDisk) {
        return new ImapSettings(
                account,
                address,
                imapLine,
                smtpLine,
                smtpTimeout,
                smtpConnections,
                folder,
                kept,
                idle,
                keepalive,
                poll,
                probe,
                patience,
                senders,
                messageMaxBytes,
                attachments,
                fromName,
                onAmbiguous,
                sent,
                folderOnDisk,
                drain);
    }

    /** The name under which the account's leases are held. */
    public String worker() {
        return "mail.imap/" + account;
    }

    public Author author() {
        return new Author(address, fromName, senders.tokens().life());
    }

    /** For the log: what is in force, the secret as its name only. */
    public String summary() {
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
                + ", "
                + imapLine.token().map(ImapSettings::describe).orElse("password from " + imapLine.passwordSecret());
    }

    private static String describe(Token token) {
        return "token from "
                + (token.command().isEmpty()
                        ? token.secret()
                        : "command " + token.command().get(0));
    }

    private static Optional<Token> token(ImapConfig c) {
        if (oneOf("auth", c.auth(), "password", "xoauth2").equals("password")) {
            return Optional.empty();
        }
        String secret = c.token_secret().strip();
        String command = c.token_command().strip();
        if (secret.isEmpty() == command.isEmpty()) {
            throw new BadSetting(
                    "token.secret",
                    secret,
                    "the name of a file below etc/secrets/ or env:NAME, or empty with a token.command; exactly one of them");
        }
        List<String> words = words(command);
        if (!words.isEmpty() && !Path.of(words.get(0)).isAbsolute()) {
            throw new BadSetting("token.command", command, "the absolute path of a program, and its arguments");
        }
        return Optional.of(new Token(
                secret,
                words,
                Set.copyOf(Arrays.asList(c.token_environment().strip().split("\\s*,\\s*"))),
                seconds("token.timeout.seconds", c.token_timeout_seconds(), 1, 60)));
    }

    /** At blanks, but not between double quotes. There is no shell, so nothing else has a meaning. */
    private static List<String> words(String command) {
        if (command.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw new BadSetting("token.command", command, "written with double quotes in pairs");
        }
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            words.add(matcher.group().replace("\"", ""));
        }
        return List.copyOf(words);
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

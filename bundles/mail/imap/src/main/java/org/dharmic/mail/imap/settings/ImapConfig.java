package org.dharmic.mail.imap.settings;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.dharmic.mail.imap-<name>.cfg}; {@link ImapSettings} checks them. */
@ObjectClassDefinition(name = "IMAP mail account", description = "One mail account: IMAP in, SMTP out")
public @interface ImapConfig {

    @AttributeDefinition(
            description = "Name of the account, 1 to 40 of A-Z a-z 0-9 . _ -; empty means <name> of the file's name."
                    + " Under another name it begins anew: what is under way waits for the name before",
            required = false)
    String account() default "";

    @AttributeDefinition(description = "The mail address it answers as; required")
    String address() default "";

    @AttributeDefinition(description = "Name or address of the IMAP server; required")
    String imap_host() default "";

    @AttributeDefinition(description = "Port of the IMAP server, 1 to 65535", min = "1", max = "65535")
    int imap_port() default 993;

    @AttributeDefinition(
            description = "How the IMAP connection is protected; plain only to a loopback host",
            options = {
                @Option(label = "TLS from the first byte", value = "tls"),
                @Option(label = "STARTTLS, required", value = "starttls"),
                @Option(label = "None, loopback only", value = "plain")
            })
    String imap_security() default "tls";

    @AttributeDefinition(description = "Name or address of the SMTP server; required")
    String smtp_host() default "";

    @AttributeDefinition(description = "Port of the SMTP server for submission, 1 to 65535", min = "1", max = "65535")
    int smtp_port() default 587;

    @AttributeDefinition(
            description = "How the SMTP connection is protected; plain only to a loopback host",
            options = {
                @Option(label = "TLS from the first byte", value = "tls"),
                @Option(label = "STARTTLS, required", value = "starttls"),
                @Option(label = "None, loopback only", value = "plain")
            })
    String smtp_security() default "starttls";

    @AttributeDefinition(
            description = "Seconds of silence of the SMTP server at most, 1 to 600",
            min = "1",
            max = "600")
    int smtp_timeout_seconds() default 60;

    @AttributeDefinition(
            description = "SMTP connections at most, 1 to 2; the second one is made in a burst of replies",
            min = "1",
            max = "2")
    int smtp_connections() default 2;

    @AttributeDefinition(description = "Login name at both servers; empty means the address", required = false)
    String user() default "";

    @AttributeDefinition(
            description = "Where the password is: the name of a file below etc/secrets/, or env:NAME; required with"
                    + " auth = password",
            required = false)
    String password_secret() default "";

    @AttributeDefinition(
            description = "How it logs in at both servers",
            options = {
                @Option(label = "With a password", value = "password"),
                @Option(label = "With an access token (OAuth 2.0)", value = "xoauth2")
            })
    String auth() default "password";

    @AttributeDefinition(
            description = "Where the access token is, read at every login: the name of a file below etc/secrets/, or"
                    + " env:NAME; this or token.command with auth = xoauth2",
            required = false)
    String token_secret() default "";

    @AttributeDefinition(
            description = "Program that writes the access token to its standard output, run at every login: absolute"
                    + " path and arguments, double quotes around what holds blanks, no shell",
            required = false)
    String token_command() default "";

    @AttributeDefinition(
            description = "Names of the environment variables that token.command sees, separated by commas",
            required = false)
    String token_environment() default "HOME,LANG,PATH";

    @AttributeDefinition(description = "Seconds that token.command may take, 1 to 60", min = "1", max = "60")
    int token_timeout_seconds() default 10;

    @AttributeDefinition(
            description = "PEM file with the one certificate to trust, for a bridge on this machine; empty means"
                    + " the authorities Java trusts",
            required = false)
    String tls_trust_certificate() default "";

    @AttributeDefinition(description = "IMAP folder to watch, not blank")
    String folder() default "INBOX";

    @AttributeDefinition(
            description = "Keep the IMAP connection open, or make one for every look",
            options = {@Option(label = "Kept open", value = "kept"), @Option(label = "One per look", value = "per-poll")
            })
    String connection() default "kept";

    @AttributeDefinition(description = "Whether the server tells of new mail (IDLE) where it can")
    boolean idle() default true;

    @AttributeDefinition(
            description = "Seconds of IDLE, or between two looks, before the line is tried, 1 to 540",
            min = "1",
            max = "540")
    int keepalive_seconds() default 540;

    @AttributeDefinition(description = "Seconds between two looks without IDLE, 1 to 86400", min = "1", max = "86400")
    int poll_seconds() default 30;

    @AttributeDefinition(
            description = "Seconds that the IMAP server may take to answer when the line is tried, 1 to 300",
            min = "1",
            max = "300")
    int probe_seconds() default 10;

    @AttributeDefinition(
            description = "Seconds of silence of the IMAP server in the middle of a command at most, 1 to 600",
            min = "1",
            max = "600")
    int imap_timeout_seconds() default 60;

    @AttributeDefinition(
            description = "Seconds between two tries to connect at most, 1 to 3600; the first pause is 1, each further"
                    + " one twice as long, half of it by chance",
            min = "1",
            max = "3600")
    int reconnect_max_seconds() default 300;

    @AttributeDefinition(
            description = "Addresses that are answered, separated by commas, each with what it may do and its vault"
                    + " scope if they differ from tier and scope: a@x, b@y:write, c@z:ask:family; empty means nobody"
                    + " but whom mail:allow lets in",
            required = false)
    String allowed_senders() default "";

    @AttributeDefinition(
            description = "authserv-id of the Authentication-Results that our own mail server writes (RFC 8601);"
                    + " empty means that no sender is authenticated",
            required = false)
    String authserv_id() default "";

    @AttributeDefinition(
            description = "Received lines that may stand above that header, 0 to 10; results further down came with"
                    + " the mail and are never believed",
            min = "0",
            max = "10")
    int authserv_received_max() default 0;

    @AttributeDefinition(
            description = "Whether a DKIM signature of the sender's own domain vouches for a sender of whom"
                    + " Authentication-Results say nothing")
    boolean dkim_verify() default true;

    @AttributeDefinition(description = "Bits of the signing key at least, 1024 to 8192", min = "1024", max = "8192")
    int dkim_key_bits() default 2048;

    @AttributeDefinition(
            description = "Hours before its arrival that a mail may have been signed, 1 to 720",
            min = "1",
            max = "720")
    int dkim_age_hours() default 120;

    @AttributeDefinition(
            description = "Name server that is asked for keys, host or host:port; empty means the system's",
            required = false)
    String dns_server() default "";

    @AttributeDefinition(description = "Seconds to wait for a name server, 1 to 60", min = "1", max = "60")
    int dns_timeout_seconds() default 5;

    @AttributeDefinition(
            description = "Mails an hour that are admitted of one sender, 0 to 1000000; 0 means no cap. What is above"
                    + " is rejected and can be released",
            min = "0",
            max = "1000000")
    int cap_sender_per_hour() default 120;

    @AttributeDefinition(
            description = "Mails an hour that are admitted in one thread, 0 to 1000000; 0 means no cap",
            min = "0",
            max = "1000000")
    int cap_thread_per_hour() default 30;

    @AttributeDefinition(
            description = "Mails an hour that are admitted in all, 0 to 1000000; 0 means no cap",
            min = "0",
            max = "1000000")
    int cap_all_per_hour() default 600;

    @AttributeDefinition(
            description = "Days a reply token is good, 1 to 365; also that in the Message-ID of each reply",
            min = "1",
            max = "365")
    int reply_token_days() default 30;

    @AttributeDefinition(
            description = "Whether the provider delivers name+anything@domain to this account, so that a token of the"
                    + " console can be an address")
    boolean reply_token_plus() default false;

    @AttributeDefinition(
            description = "Vault scope for a released mail of a sender whom nobody has allowed; one that the vault does"
                    + " not know shows nothing")
    String released_scope() default "none";

    @AttributeDefinition(description = "For tests only: whether the From line is believed as it is; warns every hour")
    boolean unsafe_trust_from() default false;

    @AttributeDefinition(
            description = "Bytes of a mail that is taken in at most, 1024 to 104857600; a larger one is rejected",
            min = "1024",
            max = "104857600")
    long message_max_bytes() default 26L * 1024 * 1024;

    @AttributeDefinition(
            description =
                    "Bytes of an attached file that is stored at most, 0 to 104857600; a larger one is listed with"
                            + " its size alone, with 0 all are",
            min = "0",
            max = "104857600")
    long attachment_max_bytes() default 25L * 1024 * 1024;

    @AttributeDefinition(
            description = "Bytes of all files of a mail that are stored at most, 0 to 104857600",
            min = "0",
            max = "104857600")
    long attachment_total_max_bytes() default 50L * 1024 * 1024;

    @AttributeDefinition(
            description = "Files of a mail that are stored at most, 0 to 500; further ones are listed with their size",
            min = "0",
            max = "500")
    int attachment_max_count() default 20;

    @AttributeDefinition(
            description = "Vault scope of this account's senders, a name from scopes of the vault; all is built in")
    String scope() default "all";

    @AttributeDefinition(
            description = "What this account's senders may do at most; more than ask only together with a reply token",
            options = {
                @Option(label = "Ask", value = "ask"),
                @Option(label = "Ask and write", value = "write"),
                @Option(label = "Everything", value = "admin")
            })
    String tier() default "ask";

    @AttributeDefinition(
            description = "Name beside the address in a reply's From line; empty means none",
            required = false)
    String reply_from_name() default "Dharmic";

    @AttributeDefinition(
            description = "When the line drops after a reply was handed over and before it was confirmed",
            options = {
                @Option(label = "Send the same bytes again", value = "resend"),
                @Option(label = "Put aside for a person", value = "hold")
            })
    String on_ambiguous() default "resend";

    @AttributeDefinition(
            description = "IMAP folder where the provider files what was sent; before a reply goes out again it is"
                    + " looked for there. Empty means the folder that the server marks as \\Sent; none means that"
                    + " nobody looks",
            required = false)
    String sent_folder() default "";

    @AttributeDefinition(
            description = "Seconds after an unclear ending before that folder is looked into, 0 to 600",
            min = "0",
            max = "600")
    int sent_wait_seconds() default 10;

    @AttributeDefinition(
            description = "Folder for the reply key and the start point; empty means mail in the data folder."
                    + " Another one begins with a key of its own",
            required = false)
    String state_folder() default "";

    @AttributeDefinition(description = "Seconds to finish work in hand when leaving, 0 to 30", min = "0", max = "30")
    int drain_seconds() default 2;
}

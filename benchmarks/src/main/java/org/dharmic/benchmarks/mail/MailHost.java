package org.dharmic.benchmarks.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dharmic.benchmarks.Arguments;
import org.dharmic.itests.post.Address;
import org.dharmic.itests.post.Address.Security;
import org.dharmic.itests.post.BareImap;
import org.dharmic.itests.post.BareSmtp;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.itests.post.PostOffice;
import org.dharmic.itests.post.SmtpServer;

/**
 * The mail server that is worked with, and the mailboxes of the agent and of the person who writes to it. Without an option
 * both servers are in this process.
 */
record MailHost(String name, Address imap, Address smtp, User agent, User owner, AutoCloseable server)
        implements AutoCloseable {

    static final String USAGE = "[--imap host:port --smtp host:port --imap-security tls|starttls|plain"
            + " --smtp-security … --certificate FILE --agent ADDRESS --agent-password-file FILE"
            + " --owner ADDRESS --owner-password-file FILE | --greenmail]";

    /** A mailbox; the address is the login name as well. */
    record User(String address, String password) {}

    private static final User AGENT = new User("agent@mail.test", "made-up-for-this-test");
    private static final User OWNER = new User("mira@mail.test", "made-up-for-this-test");

    static MailHost of(List<String> arguments) throws IOException {
        Optional<String> imap = Arguments.text(arguments, "--imap");
        if (imap.isPresent()) {
            return remote(imap.get(), arguments);
        }
        return arguments.contains("--greenmail") ? greenMail() : inProcess();
    }

    private static MailHost remote(String imap, List<String> arguments) throws IOException {
        Optional<Path> certificate =
                Arguments.text(arguments, "--certificate").map(Path::of).map(Path::toAbsolutePath);
        return new MailHost(
                imap,
                Address.of(imap, security(arguments, "--imap-security", "tls"), certificate),
                Address.of(
                        needed(arguments, "--smtp"), security(arguments, "--smtp-security", "starttls"), certificate),
                user(arguments, "--agent"),
                user(arguments, "--owner"),
                () -> {});
    }

    private static Security security(List<String> arguments, String option, String usual) {
        return Security.valueOf(Arguments.text(arguments, option).orElse(usual).toUpperCase(Locale.ROOT));
    }

    private static User user(List<String> arguments, String option) throws IOException {
        return new User(
                needed(arguments, option),
                Files.readString(Path.of(needed(arguments, option + "-password-file")))
                        .strip());
    }

    private static String needed(List<String> arguments, String option) {
        return Arguments.text(arguments, option)
                .orElseThrow(() -> new IllegalArgumentException("--imap needs " + option + " as well"));
    }

    private static MailHost inProcess() {
        PostOffice office = new PostOffice();
        ImapServer imap = new ImapServer(office);
        SmtpServer smtp = new SmtpServer(office);
        return new MailHost("in-process", Address.plain(imap.port()), Address.plain(smtp.port()), AGENT, OWNER, () -> {
            imap.close();
            smtp.close();
        });
    }

    private static MailHost greenMail() {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        for (User user : List.of(AGENT, OWNER)) {
            server.setUser(user.address(), user.address(), user.password());
        }
        return new MailHost(
                "greenmail",
                Address.plain(server.getImap().getPort()),
                Address.plain(server.getSmtp().getPort()),
                AGENT,
                OWNER,
                server::stop);
    }

    BareImap imap(User user) throws IOException {
        return new BareImap(imap, user.address(), user.password());
    }

    BareSmtp smtp(User user) throws IOException {
        return new BareSmtp(smtp, user.address(), user.password());
    }

    /** So that a server does not grow slow with what was measured before. */
    void clear() throws IOException {
        for (User user : List.of(agent, owner)) {
            try (BareImap mailbox = imap(user)) {
                mailbox.clear(mailbox.select(PostOffice.INBOX));
            }
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}

package org.dharmic.itests.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Hands mails to an SMTP server one after the other over one connection, and does nothing else. */
public final class BareSmtp implements AutoCloseable {

    private final Line line;

    /** @param user empty for no login */
    public BareSmtp(Address address, String user, String password) throws IOException {
        line = new Line(address);
        expect("220");
        command("EHLO [127.0.0.1]", "250");
        if (address.security() == Address.Security.STARTTLS) {
            command("STARTTLS", "220");
            line.secure();
            command("EHLO [127.0.0.1]", "250");
        }
        if (!user.isEmpty()) {
            String plain = Base64.getEncoder()
                    .encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
            command("AUTH PLAIN " + plain, "235");
        }
    }

    /** Returns when the server has confirmed it. */
    public void send(String from, String to, String mail) throws IOException {
        command("MAIL FROM:<" + from + ">", "250");
        command("RCPT TO:<" + to + ">", "250");
        command("DATA", "354");
        for (String each : mail.split("\r\n")) {
            line.write(each.startsWith(".") ? "." + each : each);
        }
        command(".", "250");
    }

    private void command(String command, String code) throws IOException {
        line.say(command);
        expect(code);
    }

    private void expect(String code) throws IOException {
        String reply = line.read();
        while (reply.startsWith(code + "-")) {
            reply = line.read();
        }
        if (!reply.startsWith(code)) {
            throw new IOException("SMTP: " + code + " expected, was " + reply);
        }
    }

    @Override
    public void close() throws IOException {
        try (line) {
            command("QUIT", "221");
        }
    }
}

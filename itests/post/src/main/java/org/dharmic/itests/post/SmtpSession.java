package org.dharmic.itests.post;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dharmic.itests.post.SmtpServer.Ending;
import org.dharmic.itests.post.SmtpServer.Taken;

/** One client of an {@link SmtpServer}. */
final class SmtpSession {

    private final SmtpServer server;
    private final BufferedReader in;
    private final OutputStream out;
    private final List<String> to = new ArrayList<>();
    private String from = "";
    private int mails;

    SmtpSession(SmtpServer server, Socket client) throws IOException {
        this.server = server;
        in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        out = client.getOutputStream();
    }

    static String verb(String line) {
        return line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
    }

    void serve() throws IOException {
        boolean open = say(server.script().next("BANNER", "").orElse("220 scripted"));
        while (open) {
            String line = in.readLine();
            open = line != null && handle(line);
        }
    }

    /** @return whether the connection goes on, as below */
    private boolean handle(String line) throws IOException {
        server.heard(line);
        String verb = verb(line);
        SmtpServer.Patience patience = server.patience();
        if (verb.equals("MAIL") && mails >= patience.mails()) {
            say(patience.farewell());
            return false;
        }
        Optional<String> instead = server.script().next(verb, line);
        boolean open = say(instead.orElse(usual(verb, line)));
        if (open && verb.equals("DATA") && instead.isEmpty()) {
            return data();
        }
        return open && !verb.equals("QUIT");
    }

    private String usual(String verb, String line) {
        switch (verb) {
            case "EHLO" -> {
                return "250-scripted\r\n250-8BITMIME\r\n250 AUTH PLAIN XOAUTH2";
            }
            case "AUTH" -> {
                return "235 welcome";
            }
            case "MAIL" -> {
                from = address(line);
                to.clear();
            }
            case "RCPT" -> to.add(address(line));
            case "DATA" -> {
                return "354 go on";
            }
            case "QUIT" -> {
                return "221 bye";
            }
            default -> {
                // any other command is welcome
            }
        }
        return "250 fine";
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private boolean data() throws IOException {
        StringBuilder text = new StringBuilder();
        String line;
        while ((line = in.readLine()) != null && !line.equals(".")) {
            text.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
        }
        if (line == null) {
            return false;
        }
        mails++;
        Taken mail = new Taken(from, List.copyOf(to), text.toString());
        server.seen(mail);
        Optional<String> instead = server.script().next(".", ".");
        if (instead.isPresent() && !instead.get().startsWith("2")) {
            return say(instead.get());
        }
        Ending ending = server.atDot().decide(mail);
        if (ending == Ending.CUT_WITHOUT_TAKING) {
            return false;
        }
        int number = server.deliver(mail);
        return ending == Ending.CONFIRMED && say(instead.orElse("250 taken as " + number));
    }

    private boolean say(String reply) throws IOException {
        if (reply.equals(Script.DROP)) {
            return false;
        }
        if (!reply.equals(Script.HANG)) {
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return true;
    }
}

package org.dharmic.itests.support.post;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server over a {@link PostOffice} that answers as its script says: by verb, {@code BANNER} for the greeting and
 * {@code .} for the end of the data. What it has taken it delivers, and files a copy in the sender's Sent folder where it
 * was told to.
 */
public final class SmtpServer implements AutoCloseable {

    /** What becomes of a mail whose final dot was seen. */
    public enum Ending {
        /** Delivered and confirmed. */
        CONFIRMED,
        /** Delivered; the line is cut before the confirmation. */
        CUT_AFTER_TAKING,
        /** Not delivered; the line is cut. */
        CUT_WITHOUT_TAKING
    }

    /** Decides about each mail, on the thread of its connection. */
    @FunctionalInterface
    public interface AtDot {
        Ending decide(Taken mail);
    }

    /** A mail whose final dot was seen. */
    public record Taken(String from, List<String> to, String text) {

        /** The first field of a name, unfolded; empty when there is none. */
        public String header(String name) {
            return Headers.first(text, name);
        }
    }

    private final Script script = new Script();
    private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();
    private final PostOffice office;
    private final Listener listener;
    private volatile AtDot atDot = mail -> Ending.CONFIRMED;
    private volatile boolean filing;

    public SmtpServer(PostOffice office) {
        this.office = office;
        listener = new Listener("smtp", this::serve);
    }

    public int port() {
        return listener.port();
    }

    public Script script() {
        return script;
    }

    public void atDot(AtDot decision) {
        atDot = decision;
    }

    /** Whether copies go to the sender's Sent folder, as some providers do. */
    public void filing(boolean on) {
        filing = on;
    }

    /** What was delivered, in this order. */
    public List<Taken> taken() {
        synchronized (taken) {
            return List.copyOf(taken);
        }
    }

    public int sessions() {
        return listener.accepted();
    }

    /** Connections now; what a client that died had said last may still be taken. */
    public int open() {
        return listener.open();
    }

    public int logins() {
        return logins.get();
    }

    /** MAIL commands so far. */
    public int transactions() {
        return transactions.get();
    }

    private void serve(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = client.getOutputStream();
        if (!say(out, "BANNER", "220 scripted")) {
            return;
        }
        String from = "";
        List<String> to = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            String usual = "250 fine";
            switch (verb) {
                case "EHLO" -> usual = "250-scripted\r\n250-8BITMIME\r\n250 AUTH PLAIN XOAUTH2";
                case "AUTH" -> {
                    logins.incrementAndGet();
                    usual = "235 welcome";
                }
                case "MAIL" -> {
                    transactions.incrementAndGet();
                    from = address(line);
                    to.clear();
                }
                case "RCPT" -> to.add(address(line));
                case "DATA" -> usual = "354 go on";
                case "QUIT" -> usual = "221 bye";
                default -> {
                    // any other command is welcome
                }
            }
            Optional<String> instead = script.next(verb);
            if (!say(out, instead.orElse(usual))) {
                return;
            }
            if (verb.equals("DATA") && instead.isEmpty() && !data(in, out, from, List.copyOf(to))) {
                return;
            }
            if (verb.equals("QUIT")) {
                return;
            }
        }
    }

    private boolean data(BufferedReader in, OutputStream out, String from, List<String> to) throws IOException {
        StringBuilder text = new StringBuilder();
        String line;
        while ((line = in.readLine()) != null && !line.equals(".")) {
            text.append(line.startsWith("..") ? line.substring(1) : line).append("\r\n");
        }
        if (line == null) {
            return false;
        }
        Taken mail = new Taken(from, to, text.toString());
        Optional<String> instead = script.next(".");
        if (instead.isPresent() && !instead.get().startsWith("2")) {
            return say(out, instead.get());
        }
        Ending ending = atDot.decide(mail);
        if (ending != Ending.CUT_WITHOUT_TAKING) {
            deliver(mail);
        }
        return ending == Ending.CONFIRMED && say(out, instead.orElse("250 taken as " + taken.size()));
    }

    private void deliver(Taken mail) {
        byte[] bytes = mail.text().getBytes(StandardCharsets.ISO_8859_1);
        if (filing) {
            office.sent(mail.from()).add(bytes);
        }
        taken.add(mail);
        mail.to().forEach(recipient -> office.inbox(recipient).add(bytes));
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private boolean say(OutputStream out, String verb, String usual) throws IOException {
        return say(out, script.next(verb).orElse(usual));
    }

    private static boolean say(OutputStream out, String reply) throws IOException {
        if (reply.equals(Script.DROP)) {
            return false;
        }
        if (!reply.equals(Script.HANG)) {
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return true;
    }

    @Override
    public void close() {
        listener.close();
    }
}

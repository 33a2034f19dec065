package org.dharmic.itests.post;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server over a {@link PostOffice}. What it has taken it delivers, and files a copy in the sender's Sent folder
 * where it was told to; its script says where it does otherwise.
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

    /** So many mails are welcome over one connection; the next one is answered so, and the line cut. */
    record Patience(int mails, String farewell) {}

    private final Script script = new Script();
    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
    private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();
    private final PostOffice office;
    private final Listener listener;
    private volatile AtDot atDot = mail -> Ending.CONFIRMED;
    private volatile Patience patience = new Patience(Integer.MAX_VALUE, Script.DROP);
    private volatile boolean filing;

    public SmtpServer(PostOffice office) {
        this.office = office;
        listener = new Listener("smtp", client -> new SmtpSession(this, client).serve());
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

    AtDot atDot() {
        return atDot;
    }

    /** Whether copies go to the sender's Sent folder, as some providers do. */
    public void filing(boolean on) {
        filing = on;
    }

    /** After so many mails over a connection the next MAIL is answered so, and the line cut. */
    public void closingAfter(int mails, String farewell) {
        patience = new Patience(mails, farewell);
    }

    Patience patience() {
        return patience;
    }

    // ---- what came

    void heard(String command) {
        switch (SmtpSession.verb(command)) {
            case "AUTH" -> logins.incrementAndGet();
            case "MAIL" -> transactions.incrementAndGet();
            default -> {
                // of no interest
            }
        }
        commands.add(command);
    }

    void seen(Taken mail) {
        mails.add(mail.text());
    }

    /** @return how many it has taken now */
    int deliver(Taken mail) {
        byte[] bytes = mail.text().getBytes(StandardCharsets.ISO_8859_1);
        if (filing) {
            office.sent(mail.from()).add(bytes);
        }
        taken.add(mail);
        int count = taken.size();
        mail.to().forEach(recipient -> office.inbox(recipient).add(bytes));
        return count;
    }

    /** What was delivered, in this order. */
    public List<Taken> taken() {
        return copy(taken);
    }

    /** Every mail whose final dot was seen, delivered or not. */
    public List<String> mails() {
        return copy(mails);
    }

    /** Every command, without the data. */
    public List<String> commands() {
        return copy(commands);
    }

    private static <T> List<T> copy(List<T> list) {
        synchronized (list) {
            return List.copyOf(list);
        }
    }

    /** Connections so far. */
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

    @Override
    public void close() {
        listener.close();
    }
}

package org.dharmic.itests.support.post;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An IMAP server over a {@link PostOffice} that does as its script says: by verb, {@code BANNER} for the greeting. What a
 * server may lack can be taken away.
 */
public final class ImapServer implements AutoCloseable {

    private final Script script = new Script();
    private final Map<String, AtomicInteger> heard = new ConcurrentHashMap<>();
    private final Listener listener;
    private volatile String capabilities =
            "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN AUTH=XOAUTH2 IDLE UIDPLUS UNSELECT SPECIAL-USE";
    private volatile boolean keywords = true;
    private volatile boolean mute;

    public ImapServer(PostOffice office) {
        listener = new Listener("imap", client -> new ImapSession(this, office, client).serve());
    }

    public int port() {
        return listener.port();
    }

    public Script script() {
        return script;
    }

    /** Takes away what it can: {@code without("IDLE")}. */
    public ImapServer without(String capability) {
        capabilities = capabilities.replace(" " + capability, "");
        return this;
    }

    /** Only the flags of the standard can be set. */
    public ImapServer withoutKeywords() {
        keywords = false;
        return this;
    }

    /** Tells nobody of news while they idle, as servers do that lose a notification. */
    public void mute(boolean on) {
        mute = on;
    }

    /** Cuts the connections of now. */
    public void cut() {
        listener.cut();
    }

    /** Connections so far. */
    public int sessions() {
        return listener.accepted();
    }

    /** Connections now. */
    public int open() {
        return listener.open();
    }

    /** How often a command has come. */
    public int heard(String verb) {
        AtomicInteger count = heard.get(verb);
        return count == null ? 0 : count.get();
    }

    void heard(ImapRequest request) {
        heard.computeIfAbsent(request.verb(), verb -> new AtomicInteger()).incrementAndGet();
    }

    String capabilities() {
        return capabilities;
    }

    String keywords() {
        return keywords ? " \\*" : "";
    }

    boolean isMute() {
        return mute;
    }

    @Override
    public void close() {
        listener.close();
    }
}

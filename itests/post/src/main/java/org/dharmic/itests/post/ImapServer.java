package org.dharmic.itests.post;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An IMAP server over a {@link PostOffice}. It keeps to the book, but for what its script says; what a server may lack can
 * be taken away.
 */
public final class ImapServer implements AutoCloseable {

    private final Script script = new Script();
    private final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    private final Listener listener;
    private volatile String capabilities =
            "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN AUTH=XOAUTH2 IDLE UIDPLUS UNSELECT SPECIAL-USE";
    private volatile String permanentFlags = ImapSession.FLAGS + " \\*";
    private volatile boolean mute;
    private volatile boolean backwards;
    private volatile long cutAfter = Long.MAX_VALUE;

    public ImapServer(PostOffice office) {
        listener = new Listener("imap", client -> new ImapSession(this, office, client).serve());
    }

    public int port() {
        return listener.port();
    }

    public Script script() {
        return script;
    }

    // ---- what it can do

    public void capabilities(String all) {
        capabilities = all;
    }

    String capabilities() {
        return capabilities;
    }

    /** Which flags stay; {@code \*} for every keyword. */
    public void permanentFlags(String all) {
        permanentFlags = all;
    }

    String permanentFlags() {
        return permanentFlags;
    }

    /** Tells nobody of news because of IDLE, as servers do that lose a notification. */
    public void mute(boolean on) {
        mute = on;
    }

    boolean isMute() {
        return mute;
    }

    /** Answers FETCH with the newest mail first, as servers may. */
    public void backwards(boolean on) {
        backwards = on;
    }

    boolean isBackwards() {
        return backwards;
    }

    /** Each connection from now on breaks after so many bytes to the client. */
    public void cutAfter(long bytes) {
        cutAfter = bytes;
    }

    long cutAfter() {
        return cutAfter;
    }

    /** Cuts the connections of now. */
    public void cut() {
        listener.cut();
    }

    // ---- what came

    /** Connections so far. */
    public int sessions() {
        return listener.accepted();
    }

    /** Connections now. */
    public int open() {
        return listener.open();
    }

    void heard(String command) {
        commands.add(command);
    }

    /** Everything that was said so far, without tags and without literals. */
    public List<String> commands() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    /** How often something was said that begins so. */
    public long count(String start) {
        synchronized (commands) {
            return commands.stream().filter(each -> each.startsWith(start)).count();
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}

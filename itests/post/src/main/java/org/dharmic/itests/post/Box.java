package org.dharmic.itests.post;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One folder of a mailbox. Safe for many threads. */
public final class Box {

    /** A mail in it; its flags change, nothing else does. */
    public static final class Stored {
        private final long uid;
        private final byte[] bytes;
        private final Instant internalDate;
        private final Set<String> flags = ConcurrentHashMap.newKeySet();
        private volatile boolean gone;

        Stored(long uid, byte[] bytes, Instant internalDate) {
            this.uid = uid;
            this.bytes = bytes;
            this.internalDate = internalDate;
        }

        public long uid() {
            return uid;
        }

        byte[] bytes() {
            return bytes;
        }

        /** It is in no folder any more. */
        boolean isGone() {
            return gone;
        }

        public Instant internalDate() {
            return internalDate;
        }

        public Set<String> flags() {
            return flags;
        }

        /** Every octet as one character. */
        public String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /** The first field of a name, unfolded; empty when there is none. */
        public String header(String name) {
            return Headers.first(text(), name);
        }
    }

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Stored> mails = new ArrayList<>();
    private long uidValidity = 1;
    private long nextUid = 1;
    private volatile boolean readOnly;
    /** Grows with every change of what is in it. */
    private volatile long version;

    /** Puts a mail in and tells whoever idles on the folder before it returns. */
    public Stored add(byte[] bytes) {
        return add(bytes, Instant.now());
    }

    /** The same in UTF-8. */
    public Stored add(String mail) {
        return add(mail, Instant.now());
    }

    public Stored add(String mail, Instant internalDate) {
        return add(mail.getBytes(StandardCharsets.UTF_8), internalDate);
    }

    public Stored add(byte[] bytes, Instant internalDate) {
        Stored stored;
        synchronized (this) {
            stored = new Stored(nextUid++, bytes, internalDate);
            mails.add(stored);
            version++;
        }
        listeners.forEach(Runnable::run);
        return stored;
    }

    /** Takes all mails out, as a person does who tidies up. */
    public void clear() {
        remove(Set.copyOf(mails()));
        listeners.forEach(Runnable::run);
    }

    /** Takes one out; whoever idles is told of it with the next news. */
    public void remove(long uid) {
        remove(Set.of(mail(uid)));
    }

    synchronized void remove(Set<Stored> gone) {
        gone.forEach(mail -> mail.gone = true);
        mails.removeAll(gone);
        version++;
    }

    /**
     * Numbers mails anew, as a server does that restores a folder; clients learn of it when they open it again.
     *
     * @param validity another UIDVALIDITY
     * @param order UIDs of today in the order of tomorrow; what is not named is no longer there
     */
    public synchronized void renumber(long validity, long... order) {
        List<Stored> kept = Arrays.stream(order).mapToObj(this::mail).toList();
        remove(Set.copyOf(mails));
        uidValidity = validity;
        nextUid = 1;
        for (Stored mail : kept) {
            mails.add(new Stored(nextUid++, mail.bytes, mail.internalDate));
        }
    }

    /** Whether it can only be read. */
    public void readOnly(boolean on) {
        readOnly = on;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** What is in it, oldest first. */
    public synchronized List<Stored> mails() {
        return List.copyOf(mails);
    }

    /** The one with this UID. */
    public synchronized Stored mail(long uid) {
        return mails.stream()
                .filter(mail -> mail.uid == uid)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mail " + uid));
    }

    public synchronized int count() {
        return mails.size();
    }

    long version() {
        return version;
    }

    public synchronized long uidValidity() {
        return uidValidity;
    }

    synchronized long nextUid() {
        return nextUid;
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void forget(Runnable listener) {
        listeners.remove(listener);
    }
}

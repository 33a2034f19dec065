package org.dharmic.itests.support.post;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
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
        synchronized (this) {
            mails.clear();
            version++;
        }
        listeners.forEach(Runnable::run);
    }

    /** Numbers all mails anew under another UIDVALIDITY, as a server does that restores a folder. */
    public synchronized void renumber() {
        uidValidity++;
        version++;
        List<Stored> before = List.copyOf(mails);
        mails.clear();
        nextUid = 1;
        for (Stored mail : before) {
            mails.add(new Stored(nextUid++, mail.bytes, mail.internalDate));
        }
    }

    synchronized void remove(Set<Stored> gone) {
        mails.removeAll(gone);
        version++;
    }

    /** From now on it can only be read. */
    public void readOnly() {
        readOnly = true;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** What is in it, oldest first. */
    public synchronized List<Stored> mails() {
        return List.copyOf(mails);
    }

    public synchronized int count() {
        return mails.size();
    }

    long version() {
        return version;
    }

    synchronized long uidValidity() {
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

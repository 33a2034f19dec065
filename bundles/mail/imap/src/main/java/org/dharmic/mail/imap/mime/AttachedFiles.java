package org.dharmic.mail.imap.mime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Spooled;

/** The files of one mail: stored as long as there is room under the caps, counted and listed in any case. */
final class AttachedFiles {

    private static final int BUFFER = 8192;

    private final AttachmentCaps caps;
    private final AttachmentStore store;
    private final FileName names = new FileName();
    private final List<Attachment> listed = new ArrayList<>();
    private long storedBytes;
    private int stored;

    AttachedFiles(AttachmentCaps caps, AttachmentStore store) {
        this.caps = caps;
        this.store = store;
    }

    /**
     * @param number which part of the mail it is
     * @param decoded is read to its end
     * @param worthStoring false when nobody will ask for it
     */
    void add(String wanted, String type, int number, InputStream decoded, boolean worthStoring) throws IOException {
        String name = names.of(wanted, type, number);
        Counted bytes = new Counted(decoded);
        Optional<Spooled> kept = Optional.empty();
        long room = Math.min(caps.each(), caps.sum() - storedBytes);
        if (worthStoring && stored < caps.count() && room > 0) {
            kept = store(bytes, room);
        }
        bytes.drain();
        listed.add(new Attachment(name, type, bytes.count, kept));
    }

    private Optional<Spooled> store(Counted bytes, long room) throws IOException {
        bytes.limit = room;
        try {
            Spooled spooled = store.store(bytes, room);
            stored++;
            storedBytes += spooled.size();
            return Optional.of(spooled);
        } catch (IOException e) {
            if (!bytes.refused) {
                throw e; // neither mail nor store can do anything for the cap
            }
            return Optional.empty();
        } finally {
            bytes.limit = Long.MAX_VALUE;
        }
    }

    List<Attachment> listed() {
        return listed;
    }

    /** Counts, and fails the storing of a file that turns out to be longer than there is room. */
    private static final class Counted extends FilterInputStream {
        private long count;
        private long limit = Long.MAX_VALUE;
        private boolean refused;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(n, 0);
            if (count > limit) {
                refused = true;
                throw new IOException("longer than the " + limit + " bytes there is room for");
            }
            return n;
        }

        @Override
        public void close() {
            // the parser's own: what follows in the mail is read from it
        }

        void drain() throws IOException {
            byte[] buffer = new byte[BUFFER];
            while (read(buffer, 0, buffer.length) >= 0) {
                // counted is all it shall be
            }
        }
    }
}

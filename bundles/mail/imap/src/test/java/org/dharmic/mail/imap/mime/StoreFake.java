package org.dharmic.mail.imap.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.dharmic.journal.Attachment;
import org.dharmic.journal.Spooled;

/** Keeps attachments in memory; like the journal's spool, it keeps nothing of a stream that fails or is too long. */
final class StoreFake implements AttachmentStore {

    private final Map<String, byte[]> files = new HashMap<>();

    @Override
    public Spooled store(InputStream decoded, long maxBytes) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] buffer = new byte[1000];
        for (int n = decoded.read(buffer); n >= 0; n = decoded.read(buffer)) {
            taken.write(buffer, 0, n);
            if (taken.size() > maxBytes) {
                throw new IOException("longer than " + maxBytes);
            }
        }
        String ref = "f" + files.size();
        files.put(ref, taken.toByteArray());
        return new Spooled(ref, "", taken.size());
    }

    int size() {
        return files.size();
    }

    String text(Attachment file) {
        return new String(files.get(file.bytes().orElseThrow().ref()), StandardCharsets.UTF_8);
    }
}

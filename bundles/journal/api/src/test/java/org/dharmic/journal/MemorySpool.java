package org.dharmic.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Bytes that items refer to, in {@link MemoryJournal}, whose lock guards it. */
final class MemorySpool {

    private final Map<String, byte[]> contents = new HashMap<>();
    private long numbers;

    /** Reads to the end; needs no lock. */
    static byte[] taken(InputStream bytes, long maxBytes) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            taken.write(buffer, 0, n);
            if (taken.size() > maxBytes) {
                throw new IOException("longer than the " + maxBytes + " bytes allowed");
            }
        }
        return taken.toByteArray();
    }

    Spooled add(byte[] content) {
        String ref = "s-" + ++numbers;
        contents.put(ref, content);
        return new Spooled(ref, sha256(content), content.length);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Optional<byte[]> find(String ref) {
        return Optional.ofNullable(contents.get(ref));
    }

    InputStream read(String ref) throws IOException {
        return new ByteArrayInputStream(find(ref).orElseThrow(() -> new IOException("nothing is spooled as " + ref)));
    }

    void require(Spooled bytes) {
        if (!contents.containsKey(bytes.ref())) {
            throw new JournalException("the spooled bytes " + bytes.ref() + " are gone");
        }
    }

    void remove(String ref) {
        contents.remove(ref);
    }

    void keepOnly(Set<String> refs) {
        contents.keySet().retainAll(refs);
    }

    Stream<String> missing(Stream<String> refs) {
        return refs.filter(ref -> !contents.containsKey(ref));
    }

    long size() {
        return contents.values().stream().mapToLong(bytes -> bytes.length).sum();
    }
}

package org.dharmic.mail.imap.reply;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.dharmic.support.files.PrivateFiles;

/**
 * The secret from which the tokens in the Message-IDs of our replies follow: the same item always gets the same one, and
 * nobody else can guess it. Made at first use; losing it only gives replies rendered anew another id.
 */
public final class ReplyKey {

    private final Path file;
    private byte[] key;

    public ReplyKey(Path file) {
        this.file = file;
    }

    public synchronized byte[] get() {
        if (key == null) {
            try {
                key = Files.exists(file) ? read() : make();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read or make the reply key " + file, e);
            }
        }
        return key.clone();
    }

    /** A copy that was put back may have come with wider rights: who reads it makes reply tokens. */
    private byte[] read() throws IOException {
        PrivateFiles.restrict(file);
        byte[] read;
        try {
            read = HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " must hold 64 hexadecimal digits; remove it to have a new one made", e);
        }
        if (read.length != 32) {
            throw new IOException(file + " must hold 64 hexadecimal digits; remove it to have a new one made");
        }
        return read;
    }

    private byte[] make() throws IOException {
        byte[] made = new byte[32];
        new SecureRandom().nextBytes(made);
        PrivateFiles.replace(file, HexFormat.of().formatHex(made) + "\n");
        return made;
    }
}

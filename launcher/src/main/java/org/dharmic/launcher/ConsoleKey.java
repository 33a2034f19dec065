package org.dharmic.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The key with which {@code ./dharmic console} logs in to its own instance over loopback: made once, readable by its
 * owner only, its public half authorised in {@code etc/keys.properties}. There is no password to log in with.
 */
final class ConsoleKey {

    static final String USER = "dharmic";
    private static final String CURVE = "nistp256";

    private ConsoleKey() {}

    static void ensure(Layout layout) throws IOException {
        if (Files.exists(layout.consoleKey())) {
            return;
        }
        KeyPair pair = generate();
        authorise(layout.etc().resolve("keys.properties"), encode((ECPublicKey) pair.getPublic()));
        // The private half last: its presence says that both are there.
        DurableFile.write(
                layout.consoleKey(),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK makes P-256 keys", e);
        }
    }

    private static void authorise(Path file, String key) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        lines.removeIf(line -> line.startsWith(USER + " ="));
        lines.add(USER + " = " + key + ",_g_:admingroup");
        DurableFile.write(file, String.join("\n", lines) + "\n");
    }

    /** The public key as in the second column of an OpenSSH key file (RFC 5656, section 3.1). */
    static String encode(ECPublicKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            field(out, ("ecdsa-sha2-" + CURVE).getBytes(StandardCharsets.US_ASCII));
            field(out, CURVE.getBytes(StandardCharsets.US_ASCII));
            byte[] point = new byte[65];
            point[0] = 4; // uncompressed
            coordinate(key.getW().getAffineX(), point, 1);
            coordinate(key.getW().getAffineY(), point, 33);
            field(out, point);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void field(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static void coordinate(BigInteger value, byte[] into, int at) {
        byte[] bytes = value.toByteArray(); // up to 33 bytes, with a leading zero for the sign
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, into, at + 32 - length, length);
    }
}

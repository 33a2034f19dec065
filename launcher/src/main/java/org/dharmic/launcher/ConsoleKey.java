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
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Layout;

/**
 * The key with which {@code ./dharmic console} logs in to its own instance over loopback: made once, readable by its
 * owner only, its public half authorised in {@code etc/keys.properties}. There is no password to log in with.
 */
final class ConsoleKey {

    static final String USER = "dharmic";
    private static final String CURVE = "nistp256";
    private static final String TYPE = "ecdsa-sha2-" + CURVE;
    private static final int BLOCK = 8;

    private ConsoleKey() {}

    static void ensure(Layout layout) throws IOException {
        if (Files.exists(layout.consoleKey())) {
            return;
        }
        KeyPair pair = generate();
        byte[] publicKey = publicKey((ECPublicKey) pair.getPublic());
        authorise(layout.etc().resolve("keys.properties"), Base64.getEncoder().encodeToString(publicKey));
        // The private half last: its presence says that both are there.
        DurableFile.write(layout.consoleKey(), privateKeyFile(pair, publicKey));
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

    /** RFC 5656, section 3.1; in Base64 the second column of an OpenSSH key file. */
    static byte[] publicKey(ECPublicKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            field(out, ascii(TYPE));
            field(out, ascii(CURVE));
            field(out, point(key));
        }
        return bytes.toByteArray();
    }

    private static byte[] point(ECPublicKey key) {
        byte[] point = new byte[65];
        point[0] = 4; // uncompressed
        coordinate(key.getW().getAffineX(), point, 1);
        coordinate(key.getW().getAffineY(), point, 33);
        return point;
    }

    /**
     * OpenSSH's own format (PROTOCOL.key in its sources), without a passphrase: Karaf's client reads no elliptic curve keys
     * in PKCS 8.
     */
    static String privateKeyFile(KeyPair pair, byte[] publicKey) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(ascii("openssh-key-v1\0"));
            field(out, ascii("none")); // cipher
            field(out, ascii("none")); // key derivation
            field(out, new byte[0]);
            out.writeInt(1); // keys
            field(out, publicKey);
            field(out, privateSection(pair));
        }
        return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(bytes.toByteArray())
                + "\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    private static byte[] privateSection(KeyPair pair) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            int check = 0; // the same twice: with a passphrase it would tell a wrong one
            out.writeInt(check);
            out.writeInt(check);
            field(out, ascii(TYPE));
            field(out, ascii(CURVE));
            field(out, point((ECPublicKey) pair.getPublic()));
            field(out, ((ECPrivateKey) pair.getPrivate()).getS().toByteArray());
            field(out, ascii(USER));
            for (int padding = 1; out.size() % BLOCK != 0; padding++) {
                out.writeByte(padding);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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

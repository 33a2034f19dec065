package org.dharmic.itests.post;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS with a certificate of its own in front of a server that speaks in the clear. */
public final class TlsFront implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Listener listener;
    private final int target;
    private final AtomicInteger talks = new AtomicInteger();

    /** Makes a key with a self-signed certificate for these names, {@code dns:…} or {@code ip:…}. */
    public static Path key(Path folder, String names) throws IOException, InterruptedException {
        Path store = Files.createTempFile(folder, "tls", ".p12");
        Files.delete(store);
        Path log = folder.resolve("keytool.log");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=Test",
                        "-ext",
                        "SAN=" + names,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IllegalStateException("keytool made no key: " + Files.readString(log));
        }
        return store;
    }

    /** The certificate of a key, as the file to trust. */
    public static Path certificate(Path store) throws IOException, GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(load(store).getCertificate("own").getEncoded());
        return Files.writeString(
                Path.of(store + ".pem"), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** @param target port of this machine */
    public TlsFront(Path store, int target) throws IOException, GeneralSecurityException {
        this.target = target;
        listener = new Listener("tls-front", sockets(store), this::serve);
    }

    private static ServerSocketFactory sockets(Path store) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(store), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    /** Ends where the other side goes, or refuses the certificate. */
    private void serve(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target)) {
            Listener.start("tls-front-back", () -> carryBack(server, client));
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[4096];
            int n;
            while ((n = in.read(buffer)) >= 0) {
                talks.incrementAndGet();
                server.getOutputStream().write(buffer, 0, n);
            }
        }
    }

    private static void carryBack(Socket server, Socket client) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // the other side is gone: so is this one
        } finally {
            Listener.closeQuietly(client);
        }
    }

    public int port() {
        return listener.port();
    }

    /** How often a client has said something over a finished handshake. */
    public int talks() {
        return talks.get();
    }

    @Override
    public void close() {
        listener.close();
    }
}

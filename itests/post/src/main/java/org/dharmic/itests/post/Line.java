package org.dharmic.itests.post;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** A bare connection to a mail server, line by line and without a library: what there is to be compared with. */
final class Line implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Address address;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    Line(Address address) throws IOException {
        this.address = address;
        socket = new Socket();
        socket.connect(new InetSocketAddress(address.host(), address.port()), (int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        if (address.security() == Address.Security.TLS) {
            secure();
        } else {
            streams();
        }
    }

    private void streams() throws IOException {
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    }

    /** From here on TLS; after the server has agreed to it, or at once. */
    void secure() throws IOException {
        SSLSocket tls =
                (SSLSocket) factory(address.certificate()).createSocket(socket, address.host(), address.port(), true);
        tls.startHandshake();
        socket = tls;
        streams();
    }

    private static SSLSocketFactory factory(Optional<Path> certificate) throws IOException {
        if (certificate.isEmpty()) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        try (InputStream pem = Files.newInputStream(certificate.get())) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "pinned", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate.get() + " is no certificate", e);
        }
    }

    void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void flush() throws IOException {
        out.flush();
    }

    void say(String line) throws IOException {
        write(line);
        flush();
    }

    String read() throws IOException {
        StringBuilder line = new StringBuilder();
        int each;
        while ((each = in.read()) >= 0) {
            if (each == '\n') {
                return line.toString();
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        throw new EOFException(address + " hung up");
    }

    /** Lines up to one that begins so. */
    String readUntil(String... beginnings) throws IOException {
        while (true) {
            String line = read();
            for (String beginning : beginnings) {
                if (line.toUpperCase(Locale.ROOT).startsWith(beginning)) {
                    return line;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

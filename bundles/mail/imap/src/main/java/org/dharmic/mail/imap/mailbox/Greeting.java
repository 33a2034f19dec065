package org.dharmic.mail.imap.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The first words with a server up to the end of the TLS handshake, to try it out. Says nothing of who we are. */
public final class Greeting {

    private static final int MAX_LINE = 2000;
    private static final int MAX_LINES = 100;

    private final Socket socket;
    private final String host;
    private final int port;

    /** @param socket connected; its owner closes it */
    public Greeting(Socket socket, String host, int port, Duration silence) throws IOException {
        this.socket = socket;
        this.host = host;
        this.port = port;
        socket.setSoTimeout((int) silence.toMillis());
    }

    /** Asks an IMAP server for TLS (RFC 9051 section 6.2.1). */
    public void imapStartTls() throws IOException {
        expect("* OK", line());
        say("a STARTTLS");
        String line = line();
        for (int i = 0; i < MAX_LINES && line.startsWith("* "); i++) {
            line = line();
        }
        expect("a OK", line);
    }

    /** Asks an SMTP server for TLS (RFC 3207). */
    public void smtpStartTls() throws IOException {
        reply("220");
        say("EHLO [127.0.0.1]");
        reply("250");
        say("STARTTLS");
        reply("220");
    }

    private void reply(String code) throws IOException {
        for (int i = 0; i < MAX_LINES; i++) {
            String line = line();
            expect(code, line);
            if (!line.startsWith(code + "-")) {
                return;
            }
        }
        throw new IOException("the server's reply does not end");
    }

    private static void expect(String start, String line) throws IOException {
        if (!line.startsWith(start)) {
            throw new IOException("the server says '" + line + "' where '" + start + "' was expected");
        }
    }

    private void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String line() throws IOException {
        InputStream in = socket.getInputStream(); // byte by byte: what follows the line may belong to TLS
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0) {
                throw new IOException("the server hung up");
            }
            if (line.length() == MAX_LINE) {
                throw new IOException("the server's line does not end");
            }
            line.append(c < ' ' || c > '~' ? ' ' : (char) c);
        }
        return line.toString().strip();
    }

    /** Shakes hands and checks that the certificate is this host's, as a connection at work does; says what was agreed. */
    public String handshake(SSLSocketFactory factory) throws IOException {
        try (SSLSocket tls = (SSLSocket) factory.createSocket(socket, host, port, true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // names as in RFC 2818; also right for mail
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            SSLSession session = tls.getSession();
            X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
            return session.getProtocol() + ", certificate of "
                    + certificate.getSubjectX500Principal().getName() + " until "
                    + certificate.getNotAfter().toInstant();
        }
    }
}

package org.dharmic.mail.imap.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the socket under a connection, so that another thread can end a read that would wait for its time-out. */
public final class TrackedSockets {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedSockets.class);

    private Socket last;
    /** What the last one writes through, where that is a socket too. */
    private Socket under;

    private boolean aborted;

    /** Closes the socket now, whatever it is doing, and every later one. */
    public void abort() {
        Socket socket;
        Socket first;
        synchronized (this) {
            aborted = true;
            socket = last;
            first = under;
        }
        closeQuietly(first); // TLS says good-bye when it is closed, and would wait with that behind a write that hangs
        closeQuietly(socket);
    }

    private Socket track(Socket socket) throws IOException {
        return track(socket, null);
    }

    private Socket track(Socket socket, Socket below) throws IOException {
        socket.setTcpNoDelay(true); // short commands that wait for their reply
        boolean late;
        synchronized (this) {
            last = socket;
            under = below;
            late = aborted;
        }
        if (late) {
            closeQuietly(below);
            closeQuietly(socket);
        }
        return socket;
    }

    private static void closeQuietly(Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("Closing a socket failed; it is gone either way", e);
            }
        }
    }

    public SocketFactory plain(SocketFactory factory) {
        return new Plain(factory);
    }

    /** @param made called for each socket, and so for each handshake */
    SSLSocketFactory tls(SSLSocketFactory factory, Runnable made) {
        return new Tls(factory, made);
    }

    private final class Plain extends SocketFactory {
        private final SocketFactory factory;

        Plain(SocketFactory factory) {
            this.factory = factory;
        }

        @Override
        public Socket createSocket() throws IOException {
            return track(factory.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return track(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return track(factory.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return track(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return track(factory.createSocket(host, port, local, localPort));
        }
    }

    private final class Tls extends SSLSocketFactory {
        private final SSLSocketFactory factory;
        private final Runnable made;

        Tls(SSLSocketFactory factory, Runnable made) {
            this.factory = factory;
            this.made = made;
        }

        private Socket made(Socket socket, Socket below) throws IOException {
            made.run();
            return track(socket, below);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return made(factory.createSocket(), null);
        }

        @Override
        public Socket createSocket(Socket below, String host, int port, boolean autoClose) throws IOException {
            return made(factory.createSocket(below, host, port, autoClose), below);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return made(factory.createSocket(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return made(factory.createSocket(host, port, local, localPort), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return made(factory.createSocket(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return made(factory.createSocket(host, port, local, localPort), null);
        }
    }
}

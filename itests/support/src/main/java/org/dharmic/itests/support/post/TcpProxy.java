package org.dharmic.itests.support.post;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A line that can be made to fail: connections made after a failure was asked for work again, but for a delay. */
public final class TcpProxy implements AutoCloseable {

    private final int target;
    private final Listener listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile long delayNanos;
    private volatile boolean refusing;

    private final class Link {
        private final Socket client;
        private final Socket server;
        /** It stays open and carries nothing any more. */
        private volatile boolean black;
        /** So many more bytes reach the client. */
        private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

        Link(Socket client) throws IOException {
            this.client = client;
            server = new Socket(InetAddress.getByName("127.0.0.1"), target);
            server.setTcpNoDelay(true);
        }

        void carry(Socket from, Socket to, boolean toClient) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int n = in.read(buffer);
                while (n >= 0) {
                    LockSupport.parkNanos(delayNanos);
                    long may = toClient ? left.getAndAdd(-n) : Long.MAX_VALUE;
                    if (!black) {
                        out.write(buffer, 0, (int) Math.max(0, Math.min(n, may)));
                    }
                    if (may < n) {
                        return;
                    }
                    n = in.read(buffer);
                }
            } catch (IOException e) {
                // the other side is gone: so is this one
            } finally {
                if (!black) {
                    close();
                }
            }
        }

        void close() {
            links.remove(this);
            Listener.closeQuietly(client);
            Listener.closeQuietly(server);
        }
    }

    /** To a port of this machine. */
    public TcpProxy(int target) {
        this.target = target;
        listener = new Listener("proxy", this::serve);
    }

    private void serve(Socket client) throws IOException {
        if (refusing) {
            return;
        }
        Link link = new Link(client);
        links.add(link);
        Listener.start("proxy-back", () -> link.carry(link.server, link.client, true));
        link.carry(link.client, link.server, false);
        if (link.black) { // a black hole does not even hang up
            LockSupport.park(link);
        }
    }

    public int port() {
        return listener.port();
    }

    /** Hangs up. */
    public void drop() {
        links.forEach(Link::close);
    }

    /** New connections are hung up at once. */
    public void refuse(boolean on) {
        refusing = on;
    }

    /** The lines of now stay open and carry nothing any more. */
    public void swallow() {
        links.forEach(link -> link.black = true);
    }

    /** The lines of now break after so many more bytes to the client. */
    public void cutAfter(long bytes) {
        links.forEach(link -> link.left.set(bytes));
    }

    /** Every piece takes so much longer, in each direction. */
    public void delay(Duration each) {
        delayNanos = each.toNanos();
    }

    /** Connections so far. */
    public int made() {
        return listener.accepted();
    }

    @Override
    public void close() {
        listener.close();
        drop();
    }
}

package org.dharmic.itests.post;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A line that can be made to fail: connections made after a failure was asked for work again, but for a delay. */
public final class TcpProxy implements AutoCloseable {

    private static final long A_MOMENT_NANOS = 200_000_000;

    private final int target;
    private final Listener listener;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
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
                if (!black || !toClient) { // a black hole does not even hang up
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
        awaitEndOfOthers();
        Link link = new Link(client);
        links.add(link);
        made.incrementAndGet();
        most.accumulateAndGet(links.size(), Math::max);
        Listener.start("proxy-back", () -> link.carry(link.server, link.client, true));
        link.carry(link.client, link.server, false);
    }

    /** That a client hung up before it came again shows here in another thread, and so a moment later. */
    private void awaitEndOfOthers() {
        long deadline = System.nanoTime() + A_MOMENT_NANOS;
        while (!links.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
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

    /** Connections so far that have reached the other side. */
    public int made() {
        return made.get();
    }

    /** Connections that were there at the same time. */
    public int mostAtOnce() {
        return most.get();
    }

    @Override
    public void close() {
        listener.close();
        drop();
    }
}

package org.dharmic.mail.imap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A line that can be made to fail: connections made after a failure was asked for work again. */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    private final class Link {
        final Socket client;
        final Socket server;
        volatile boolean swallowing;
        volatile long left = Long.MAX_VALUE;

        Link(Socket client) throws IOException {
            this.client = client;
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        }

        void pump(Socket from, Socket to, boolean toClient) {
            byte[] buffer = new byte[4096];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                int n;
                while ((n = in.read(buffer)) >= 0) {
                    if (swallowing) {
                        continue;
                    }
                    out.write(buffer, 0, n);
                    if (toClient) {
                        left -= n;
                        if (left < 0) {
                            break;
                        }
                    }
                }
            } catch (IOException e) {
                // the other side is gone: so is this one
            } finally {
                if (!swallowing || !toClient) {
                    close();
                }
            }
        }

        void close() {
            links.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    TcpProxy(int target) throws IOException {
        this.target = target;
        thread(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    awaitEndOfOthers();
                    Link link = new Link(client);
                    links.add(link);
                    made.incrementAndGet();
                    most.accumulateAndGet(links.size(), Math::max);
                    thread(() -> link.pump(link.client, link.server, false));
                    thread(() -> link.pump(link.server, link.client, true));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** That a client hung up before it came again shows here in another thread, and so a moment later. */
    private void awaitEndOfOthers() {
        long deadline = System.nanoTime() + 200_000_000;
        while (!links.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The lines of now stay open and carry nothing any more. */
    void swallow() {
        links.forEach(link -> link.swallowing = true);
    }

    /** The lines of now break after so many more bytes to the client. */
    void cutAfter(long bytes) {
        links.forEach(link -> link.left = bytes);
    }

    int mostAtOnce() {
        return most.get();
    }

    /** Connections made so far. */
    int made() {
        return made.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        links.forEach(Link::close);
    }
}

package org.dharmic.itests.post;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A free port on the loopback interface with a thread for each connection; nothing stays when it is closed. */
final class Listener implements AutoCloseable {

    /** Serves one connection until it ends. */
    interface Service {
        void serve(Socket client) throws IOException;
    }

    private final ServerSocket socket;
    private final String name;
    private final Service service;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    Listener(String name, Service service) {
        this(name, ServerSocketFactory.getDefault(), service);
    }

    Listener(String name, ServerSocketFactory sockets, Service service) {
        this.name = name;
        this.service = service;
        try {
            socket = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
        start(name, this::listen);
    }

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                accepted.incrementAndGet();
                start(name + "-" + accepted.get(), () -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            service.serve(client);
        } catch (IOException e) {
            // the client has gone, as clients that are killed do
        } finally {
            clients.remove(client);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Connections so far. */
    int accepted() {
        return accepted.get();
    }

    /** Connections now. */
    int open() {
        return clients.size();
    }

    /** Cuts the connections of now. */
    void cut() {
        clients.forEach(Listener::closeQuietly);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // gone either way
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
        }
    }
}

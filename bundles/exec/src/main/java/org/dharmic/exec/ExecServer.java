package org.dharmic.exec;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.dharmic.launcher.wire.Frame;
import org.dharmic.support.Threads;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a socket of the file system that only its owner can open, so there is neither a port nor a key. One
 * conversation a connection, a few at a time.
 */
final class ExecServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExecServer.class);
    private static final int MAX_CONVERSATIONS = 8;

    private final Path socket;
    private final Duration drain;
    private final ServerSocketChannel server;
    private final Thread acceptor;
    private final ExecutorService workers = new ThreadPoolExecutor(
            0, MAX_CONVERSATIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("exec-session"));
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Conversation conversation;

    /**
     * @param socket a path short enough for a socket address; a file left there by a killed process is replaced
     * @param drain how long running commands may go on when this is closed
     */
    ExecServer(Path socket, Interpreter interpreter, Duration drain) throws IOException {
        this.socket = socket;
        this.drain = drain;
        this.conversation = new Conversation(interpreter, Threads.named("exec-watch"), drain);
        requirePrivate(PrivateFiles.folder(socket.getParent()));
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket));
            PrivateFiles.restrict(socket);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        acceptor = Threads.named("exec-accept").newThread(this::accept);
        acceptor.start();
    }

    /** In a folder of another user's making, another user could listen in our place. */
    private static void requirePrivate(Path folder) throws IOException {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
        boolean ours = Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
        if (!ours || !mode.endsWith("------")) {
            throw new IOException("The folder of the command socket must belong to this user alone (rwx------), was "
                    + mode + " of " + Files.getOwner(folder) + ": " + folder);
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                open.add(client);
                try {
                    workers.execute(() -> serve(client));
                } catch (RejectedExecutionException e) {
                    refuse(client);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("A connection to {} failed", socket, e);
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            conversation.hold(client);
        } catch (IOException e) {
            LOG.debug("The client left early", e);
        } finally {
            open.remove(client);
        }
    }

    private void refuse(SocketChannel client) throws IOException {
        open.remove(client);
        try (client) {
            String why =
                    server.isOpen() ? MAX_CONVERSATIONS + " commands are running already" : "The container is stopping";
            new Frame(Frame.Kind.ERR, (why + "\n").getBytes(StandardCharsets.UTF_8)).write(client);
            new Frame(Frame.Kind.EXIT, new byte[] {1}).write(client);
        }
    }

    /** Takes no more commands, and cuts off what still runs after the drain. */
    @Override
    public void close() {
        refuseMore();
        awaitEndThenCut(drain);
    }

    /**
     * Takes no more commands and returns; those that run end by themselves, within {@code limit}. For an exchange of this
     * bundle: the command that asked for it runs here, waits for its end and must be able to say how it went. Its classes
     * are loaded, and nothing of it is in the way of the next revision.
     */
    void leave(Duration limit) {
        refuseMore();
        if (!workers.isTerminated()) {
            Threads.named("exec-leave").newThread(() -> awaitEndThenCut(limit)).start();
        }
    }

    private void refuseMore() {
        try {
            server.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.warn("{} could not be removed", socket, e);
        }
        workers.shutdown();
    }

    private void awaitEndThenCut(Duration limit) {
        try {
            if (!workers.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("Commands still running after {} s are cut off", limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(ExecServer::closeQuietly);
    }

    /** Its watcher sees the end and interrupts the command. */
    private static void closeQuietly(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("Already gone", e);
        }
    }
}

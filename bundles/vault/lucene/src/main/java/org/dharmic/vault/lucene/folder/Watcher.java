package org.dharmic.vault.lucene.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.dharmic.support.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the vault's folders and says which paths have changed. It says too much rather than too little: after an
 * overflow the whole folder has changed.
 *
 * <p>A thread of its own, which ends when the watcher is closed. When folders can no longer be watched (the system's
 * limits on inotify), it says why and the caller has to look for itself.
 */
final class Watcher implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** Hears of changes, on the watcher's thread; has to be quick. */
    interface Listener {

        /** Something at or below a path relative to the vault has changed; {@code ""} is all of it. */
        void changed(String path);

        /** Some folders are not watched any more. */
        void blind(String why);
    }

    private static final long JOIN_MILLIS = 2000;

    private final VaultFolder folder;
    private final Listener listener;
    private final WatchService service;
    private final Path root;
    /** Ours rather than {@code key.watchable()}: that keeps the old name of a folder that was moved. */
    private final Map<WatchKey, String> watched = new HashMap<>();

    private final Thread thread;

    /** @throws IOException when the system gives no watch service or the root cannot be watched */
    Watcher(VaultFolder folder, Listener listener) throws IOException {
        this.folder = folder;
        this.listener = listener;
        this.root = folder.root();
        this.service = root.getFileSystem().newWatchService();
        try {
            register("");
        } catch (IOException | RuntimeException e) {
            service.close();
            throw e;
        }
        this.thread = Threads.named("vault-watch").newThread(this::run);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        service.close();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                handle(service.take());
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("No longer watching {}", root);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Watching {} ended", root, e);
            listener.blind("watching ended: " + e);
        }
    }

    private void handle(WatchKey key) {
        String parent = watched.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (parent == null) {
                continue;
            }
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                lookAt(parent);
            } else if (event.context() instanceof Path name) {
                String path = parent.isEmpty() ? name.toString() : parent + "/" + name;
                if (!folder.globs().excludes(path)) {
                    lookAt(path);
                }
            }
        }
        if (!key.reset()) {
            watched.remove(key);
            if ("".equals(parent)) {
                listener.changed("");
            }
        }
    }

    /** New folders are watched before anybody looks into them, so nothing that comes into them is missed. */
    private void lookAt(String path) {
        if (Files.isDirectory(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            try {
                register(path);
            } catch (IOException e) {
                listener.blind(e.getMessage());
            }
        }
        listener.changed(path);
    }

    private void register(String under) throws IOException {
        Files.walkFileTree(root.resolve(under), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                String path = root.relativize(visited).toString();
                if (!path.isEmpty() && folder.globs().excludes(path)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                try {
                    watched.put(
                            visited.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_CREATE,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_DELETE),
                            path);
                } catch (IOException e) {
                    if (Files.isReadable(visited)) {
                        throw e;
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

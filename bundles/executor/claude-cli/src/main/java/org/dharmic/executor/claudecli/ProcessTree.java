package org.dharmic.executor.claudecli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a process with everything it started. Descendants are collected before anything is killed: those of a dead process
 * cannot be found any more, and would hold its pipes open.
 */
final class ProcessTree {

    private static final Duration GRACE = Duration.ofMillis(800);
    private static final Duration AFTER_FORCE = Duration.ofMillis(500);

    private ProcessTree() {}

    /** Asks them to end, waits a moment, then forces them. Returns false when one of them is still there. */
    static boolean end(ProcessHandle root) {
        List<ProcessHandle> tree = new ArrayList<>(root.descendants().toList());
        tree.add(root);
        tree.forEach(ProcessHandle::destroy);
        if (!awaitExit(tree, GRACE)) {
            root.descendants().forEach(tree::add); // started in the meantime
            tree.forEach(ProcessHandle::destroyForcibly);
            return awaitExit(tree, AFTER_FORCE);
        }
        return true;
    }

    private static boolean awaitExit(List<ProcessHandle> processes, Duration limit) {
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Those that are left are counted below.
        }
        return processes.stream().noneMatch(ProcessHandle::isAlive);
    }
}

package org.dharmic.heartbeat.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives heap that a burst of work took back to the system. The serial collector shrinks the heap only when it collects
 * all of it, and an agent that waits for mail may not do so for days.
 */
final class Maintenance {

    private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);
    private static final long MB = 1024 * 1024;
    /** Below this the pause of a collection, some tens of milliseconds, costs more than it brings. */
    private static final long WORTH = 32 * MB;

    /** The heap of a Java runtime. */
    interface Heap {
        /** Bytes taken from the system. */
        long committed();

        /** Bytes of them that hold objects, garbage among them. */
        long used();

        void collect();
    }

    private final Heap heap;

    Maintenance() {
        this(new Heap() {
            @Override
            public long committed() {
                return Runtime.getRuntime().totalMemory();
            }

            @Override
            public long used() {
                return committed() - Runtime.getRuntime().freeMemory();
            }

            @Override
            public void collect() {
                System.gc();
            }
        });
    }

    Maintenance(Heap heap) {
        this.heap = heap;
    }

    /** @return bytes given back, 0 when nothing was worth it */
    long run() {
        long before = heap.committed();
        if (before < 2 * WORTH || before - heap.used() < WORTH) {
            return 0;
        }
        long start = System.nanoTime();
        heap.collect();
        long given = Math.max(0, before - heap.committed());
        LOG.info(
                "Maintenance gave {} MB of heap back, {} MB remain, in {} ms",
                given / MB,
                heap.committed() / MB,
                (System.nanoTime() - start) / 1_000_000);
        return given;
    }
}

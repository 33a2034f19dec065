package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.dharmic.support.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of Lucene that opening an index and a first search need, beside the thread that opens it: some 800, one
 * after the other, are a good third of what an opening in a new process costs.
 *
 * <p>They are loaded and not initialised, so no static initialiser runs here and none can wait for another. Nobody waits for
 * this thread; a class that it has not come to is loaded when it is used.
 */
final class ClassesAhead {

    private static final Logger LOG = LoggerFactory.getLogger(ClassesAhead.class);

    /** What {@code -Xlog:class+load} names of Lucene from the start of the bundle to a first answer, in that order. */
    static final String NAMES = "lucene-classes.txt";

    private static final String OF_LUCENE = "org.apache.lucene.index.DirectoryReader";

    private ClassesAhead() {}

    /** Returns at once. */
    static void begin(BooleanSupplier stopping) {
        Threads.named("vault-classes").newThread(() -> load(stopping)).start();
    }

    private static void load(BooleanSupplier stopping) {
        try {
            ClassLoader lucene = Class.forName(OF_LUCENE, false, ClassesAhead.class.getClassLoader())
                    .getClassLoader();
            for (String name : names()) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                Class.forName(name, false, lucene);
            }
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            LOG.debug("Classes are loaded when they are used, and not before", e);
        }
    }

    static List<String> names() throws IOException {
        try (InputStream names = ClassesAhead.class.getResourceAsStream(NAMES)) {
            return new String(names.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}

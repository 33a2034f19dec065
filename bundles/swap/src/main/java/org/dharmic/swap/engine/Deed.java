package org.dharmic.swap.engine;

import java.nio.file.Path;

/** What is done to one bundle. */
sealed interface Deed {

    /** Gives a bundle another content. */
    record Put(long id, String name, Path jar, boolean run) implements Deed {}

    /** Installs and starts a bundle. */
    record Add(String location, String name, Path jar, int level) implements Deed {}

    /** Stops and uninstalls a bundle. */
    record Drop(long id, String name) implements Deed {}
}

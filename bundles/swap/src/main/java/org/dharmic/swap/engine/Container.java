package org.dharmic.swap.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dharmic.swap.jar.Requirement;

/**
 * What an exchange asks of the framework, and does to it. Bundles are named by their ids, which an upgrade keeps. The system
 * bundle is never among them.
 */
public interface Container {

    // ---- questions

    List<Running> bundles();

    /** The bundle that this code runs in. */
    long self();

    /** Whether a resolved bundle other than these, or the framework, provides it. */
    boolean provides(Requirement requirement, Set<Long> without);

    /** Whether a service of a bundle other than these is registered now that the requirement takes. */
    boolean serves(Requirement requirement, Set<Long> without);

    /** These bundles and all that would be refreshed with them. */
    Set<Long> closure(Collection<Long> ids);

    /** Who is wired to it, itself not counted. */
    List<Dependent> dependents(long id);

    /** How it is doing now. Asks its health checks; gives up waiting for them after {@code limit}. */
    Condition condition(long id, Duration limit);

    /** A jar with the content that runs, where the framework keeps one. */
    Optional<Path> jar(long id);

    // ---- deeds; each returns when it is done

    /** Until the next start of the container, unless it is started before. */
    void stop(long id) throws StepFailed;

    /** Gives a stopped bundle this content. */
    void update(long id, Path jar) throws StepFailed;

    /** Resolves and starts it. */
    void start(long id) throws StepFailed;

    /** Installs it so that it also starts with the next start of the container; it does not run yet. */
    long install(String location, Path jar, int level) throws StepFailed;

    void uninstall(long id) throws StepFailed;

    /** Rewires these bundles and all that depend on them, and waits for the end of it. */
    void refresh(Collection<Long> ids, Duration limit) throws StepFailed;

    /** Measures from the first service of these bundles that leaves to the last that comes. */
    Pause watch(Set<Long> ids);

    /** A measurement that is under way. */
    interface Pause extends AutoCloseable {

        /** Also counts a bundle that was installed meanwhile. */
        void include(long id);

        Duration soFar();

        @Override
        void close();
    }
}

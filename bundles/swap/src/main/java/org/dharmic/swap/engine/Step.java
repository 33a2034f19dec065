package org.dharmic.swap.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.swap.Change;
import org.dharmic.swap.jar.RevisionJar;

/** What happens to one bundle. */
sealed interface Step {

    Change change();

    /** The jar that must lie in the store afterwards, and where. */
    default Optional<RevisionJar> jar() {
        return Optional.empty();
    }

    /**
     * Another revision of a bundle that runs.
     *
     * @param oldJar what runs now, to go back to
     */
    record Upgrade(Running old, RevisionJar revision, Path oldJar, StartList.Line oldLine, String newLine)
            implements Step {
        @Override
        public Change change() {
            return new Change(
                    old.symbolicName(),
                    Optional.of(old.version().toString()),
                    Optional.of(revision.version()),
                    Optional.of(oldLine.location()),
                    Optional.of(newLine),
                    revision.sha256());
        }

        @Override
        public Optional<RevisionJar> jar() {
            return Optional.of(revision);
        }
    }

    /** A bundle that was not there. */
    record Install(RevisionJar revision, String newLine, int level) implements Step {
        @Override
        public Change change() {
            return new Change(
                    revision.symbolicName(),
                    Optional.empty(),
                    Optional.of(revision.version()),
                    Optional.empty(),
                    Optional.of(newLine),
                    revision.sha256());
        }

        @Override
        public Optional<RevisionJar> jar() {
            return Optional.of(revision);
        }
    }

    /** A bundle that runs without a line gets one; the bundle itself is left alone. */
    record Adopt(Running old, RevisionJar revision, String newLine, int level) implements Step {
        @Override
        public Change change() {
            return new Change(
                    old.symbolicName(),
                    Optional.of(old.version().toString()),
                    Optional.of(revision.version()),
                    Optional.empty(),
                    Optional.of(newLine),
                    revision.sha256());
        }

        @Override
        public Optional<RevisionJar> jar() {
            return Optional.of(revision);
        }
    }

    /** A bundle that goes. */
    record Remove(Running old, Path oldJar, StartList.Line oldLine) implements Step {
        @Override
        public Change change() {
            return new Change(
                    old.symbolicName(),
                    Optional.of(old.version().toString()),
                    Optional.empty(),
                    Optional.of(oldLine.location()),
                    Optional.empty(),
                    "");
        }
    }
}

package org.dharmic.itests.support;

/** What is wrong with a revision, and what a careful exchange does about it. */
public enum Breakage {
    /** Imports a package that nobody has: must be refused before anything stops. */
    UNRESOLVABLE(false),
    /** The file ends half-way, as one that is still being copied: must be refused. */
    TRUNCATED(false),
    /** Not an archive at all: must be refused. */
    NOT_A_JAR(false),
    /** The main component's constructor throws: only seen when it runs, so it must be put back. */
    FAILS_ACTIVATION(true),
    /** The main component's class is missing: must be put back. */
    MISSING_CLASS(true),
    /** The main component wants a service that nobody offers, and the manifest does not say so: must be put back. */
    UNSATISFIED(true);

    private final boolean seenOnlyRunning;

    Breakage(boolean seenOnlyRunning) {
        this.seenOnlyRunning = seenOnlyRunning;
    }

    /** Whether the file alone does not tell: the revision is tried and put back. */
    public boolean isSeenOnlyRunning() {
        return seenOnlyRunning;
    }
}

package org.dharmic.benchmarks.vault.ask;

/**
 * What an engine gave as an answer.
 *
 * @param firstLine first line of the passage, from 1; 0 when the engine names no lines
 * @param lastLine inclusive
 */
public record Place(String path, int firstLine, int lastLine) {

    /** An answer that is a whole note. */
    public static Place note(String path) {
        return new Place(path, 0, 0);
    }

    boolean isIn(VaultScan.Named named) {
        return path.equals(named.path());
    }

    boolean touches(VaultScan.Named named) {
        return isIn(named) && firstLine > 0 && firstLine <= named.lastLine() && named.firstLine() <= lastLine;
    }
}

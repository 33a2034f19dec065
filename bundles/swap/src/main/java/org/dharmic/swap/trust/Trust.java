package org.dharmic.swap.trust;

import java.nio.file.Path;
import java.util.List;

/** Decides whose jars may run here. Safe for many threads. */
public interface Trust {

    /**
     * Why a jar may not run here, each naming the entry or the fingerprint; empty when it may. Reads all of the jar.
     *
     * @param jar a file of ours that nobody else writes to meanwhile
     */
    List<String> refusals(Path jar);

    /** Why nothing may be exchanged at all: who else could write what decides what runs. Empty when nobody could. */
    List<String> folderRefusals();
}

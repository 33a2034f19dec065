package org.dharmic.swap.trust;

import java.nio.file.Path;
import java.util.List;

/** Decides whose jars may run here. */
public interface Trust {

    /** Why this jar may not run; empty when it may. */
    List<String> refusals(Path jar);

    /** Why nothing may be exchanged now: folders that others can write to; empty when all is well. */
    List<String> folderRefusals();
}

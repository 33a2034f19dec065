package org.dharmic.vault;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Writing new notes, under guard. Nothing that exists is ever changed or replaced, and nothing is written outside the folders
 * that the configuration opens. Safe for many threads.
 */
@ProviderType
public interface VaultWriter {

    /**
     * Writes a note, or says why not. Every attempt is in the audit log before anything is written; without an audit nothing is.
     * When a note is written it is complete and on disk, under another name when its own was taken.
     *
     * @throws VaultException when the disk fails; the message says whether the note is there
     */
    Written write(Draft draft);
}

package org.dharmic.vault;

import org.osgi.annotation.versioning.ProviderType;

/** Search over the vault. Safe for many threads. While the first index is being built it answers from what is there. */
@ProviderType
public interface VaultIndex {

    /**
     * Searches.
     *
     * @throws VaultException when the index failed, or the scope is unknown
     */
    SearchResult search(Query query);

    /** How far the index is; returns at once. */
    IndexState state();
}

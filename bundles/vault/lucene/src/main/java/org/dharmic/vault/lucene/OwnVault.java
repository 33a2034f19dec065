package org.dharmic.vault.lucene;

import org.dharmic.vault.lucene.view.Shelves;
import org.dharmic.vault.lucene.writing.Reads;

/** Between the components of this bundle: this vault, whichever other is ranked above it. */
interface OwnVault extends Shelves.Source {

    /** What was read of late. */
    Reads reads();
}

package org.dharmic.vault.lucene;

import java.util.List;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.lucene.writing.Reads;

/** Between the components of this bundle: this vault, whichever other is ranked above it. */
interface OwnVault {

    Passage read(String locator);

    List<Note> list(String folder, int limit);

    IndexState state();

    /** Paths of the notes at or below a folder that are in the index, in their order. */
    List<String> indexed(String under);

    /** What was read of late. */
    Reads reads();
}

package org.dharmic.vault.lucene.index;

/** Names of the fields of the index; docs/formats/vault-index.md says what is in them. */
public final class Fields {

    // Of passages.
    public static final String TEXT = "text";
    public static final String HEADING = "heading";
    /** As written, of front matter: it is found, and never outranks what the note says. */
    public static final String FRONT = "front";

    static final String SHOWN_HEADING = "shown.heading";

    // Of files.
    public static final String KIND = "kind";
    public static final String FILE = "f";
    public static final String TITLE = "title";
    public static final String NAME = "name";
    public static final String TAG = "tag";
    /** Title and name, each as one term of letters and digits alone. */
    public static final String WHOLE = "whole";
    /** The name as a link without a folder has it. */
    public static final String NAMED = "named";
    /** The words of its links: see {@link LinkField}. */
    public static final String LINK = "link";
    /** The number of the target of each of its links. */
    public static final String LEADS = "leads";
    /** Where its links lead: a path, or {@code *name}. */
    public static final String TO = "to";
    /** Every folder above, and the path itself: answers scopes and deletes subtrees. */
    public static final String UNDER = "under";

    public static final String MODIFIED = "modified";
    public static final String HASH = "hash";

    // Of both: values that every document has are found at once, those of a few are searched for.
    /** Where the document stands in its block: see {@link Block}. */
    static final String PLACE = "place";
    /** What is shown of it: see {@link Shown}. */
    static final String SHOWN = "shown";
    /** The path: replaces and deletes the documents of a block together. */
    static final String OWNER = "owner";

    private Fields() {}
}

package org.dharmic.vault.lucene.index;

/** Names of the fields of the index; docs/formats/vault-index.md says what is in them. */
public final class Fields {

    // Of passages.
    public static final String TEXT = "text";
    public static final String HEADING = "heading";
    /** As written, of front matter: it is found, and never outranks what the note says. */
    public static final String FRONT = "front";

    static final String SHOWN_HEADING = "shown.heading";
    static final String LINES = "lines";

    /** How far the file's document is. */
    static final String TAIL = "tail";

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

    static final String PATH = "path";
    static final String SHOWN_TITLE = "shown.title";
    static final String SIZE = "size";
    public static final String MODIFIED = "modified";
    public static final String HASH = "hash";
    /** How many passages are before it in its block: all, and those from the first of the text on. */
    public static final String TO_START = "start";

    public static final String TO_LEAD = "lead";

    /** The path, in all documents of a block: replaces and deletes them together. */
    static final String OWNER = "owner";

    private Fields() {}
}

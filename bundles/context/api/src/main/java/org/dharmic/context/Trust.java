package org.dharmic.context;

/** How far a block may steer the answer. Decides where in the prompt it stands. */
public enum Trust {
    /** Written by the owner to orient the agent (telos, identity): stands in the system part. */
    ORIENTATION,
    /** Recorded by the platform about earlier conversations: data, inside the fence. */
    MEMORY,
    /** Text of the vault or of other people: data, inside the fence, never followed. */
    DOCUMENT
}

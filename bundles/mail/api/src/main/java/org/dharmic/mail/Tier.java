package org.dharmic.mail;

/** What a correspondent may do; each includes those before it. */
public enum Tier {
    /** Ask, search and read. */
    ASK,
    /** Have facts kept and forgotten. */
    WRITE,
    /** Pause and resume the agent. */
    ADMIN
}

package org.dharmic.swap.jar;

/**
 * Something that a bundle needs.
 *
 * @param filter of LDAP form; empty matches everything of the namespace
 * @param optional the bundle also runs without
 * @param text as the manifest has it, for messages
 */
public record Requirement(String namespace, String filter, boolean optional, String text) {}

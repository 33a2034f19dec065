package org.dharmic.swap.engine;

import org.dharmic.swap.jar.Requirement;

/**
 * A bundle that is wired to another one.
 *
 * @param requirement what it takes from there
 */
public record Dependent(long id, String symbolicName, Requirement requirement) {}

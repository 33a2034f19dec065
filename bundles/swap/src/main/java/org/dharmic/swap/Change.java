package org.dharmic.swap;

import java.util.Optional;

/**
 * What happens to one bundle of a set.
 *
 * @param symbolicName of the bundle
 * @param from its version before; empty when it was not there
 * @param to its version afterwards; empty when it goes
 * @param oldLine its location on the start list before, {@code mvn:group/artifact/version}
 * @param newLine its location on the start list afterwards
 * @param sha256 of the new jar, in hexadecimal; empty when it goes
 */
public record Change(
        String symbolicName,
        Optional<String> from,
        Optional<String> to,
        Optional<String> oldLine,
        Optional<String> newLine,
        String sha256) {}

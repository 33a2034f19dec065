package org.dharmic.vault.lucene.folder;

/**
 * A file as the folder shows it.
 *
 * @param path relative to the vault, with {@code /}
 * @param size in bytes
 * @param modified milliseconds since 1970
 */
public record FileSeen(String path, long size, long modified) {}

package org.dharmic.vault.lucene.prompt;

/** Whole lines of a file, exactly. */
public record WholeLines(
        String path, String title, String heading, int firstLine, int lastLine, String text, double score) {}

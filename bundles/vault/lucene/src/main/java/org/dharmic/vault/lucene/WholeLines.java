package org.dharmic.vault.lucene;

/** Whole lines of a file, exactly. */
record WholeLines(String path, String title, String heading, int firstLine, int lastLine, String text, double score) {}

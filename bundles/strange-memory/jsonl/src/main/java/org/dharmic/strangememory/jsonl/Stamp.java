package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** How a file looked: differs when somebody else wrote it. */
record Stamp(long size, FileTime modified, Object fileKey) {

    static final Stamp NONE = new Stamp(0, FileTime.fromMillis(0), "none");

    static Stamp of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }
}

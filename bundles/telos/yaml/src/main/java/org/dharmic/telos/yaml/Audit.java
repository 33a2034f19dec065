package org.dharmic.telos.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.dharmic.support.files.PrivateFiles;

/** One JSON line for every change that was made or refused. The caller serialises. */
final class Audit {

    /** What happened. The names stand in the file. */
    enum Act {
        PINNED,
        CREATED,
        EVOLVED,
        EDITED,
        REFUSED,
        FAILED
    }

    private static final int FORMAT = 1;

    private final Path file;
    private final Clock clock;

    Audit(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Appends a line; on disk when it returns. */
    void write(Act act, String what) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("timestamp", LocalStamp.of(clock));
            json.writeStringField("instant", clock.instant().toString());
            json.writeNumberField("format", FORMAT);
            json.writeStringField("act", act.name());
            json.writeStringField("what", what);
            json.writeEndObject();
        }
        bytes.write('\n');
        PrivateFiles.folder(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file, PrivateFiles.fileMode());
            PrivateFiles.forceFolder(file.getParent());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}

package org.dharmic.vault.lucene.writing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.support.files.PrivateFiles;

/** Lines of JSON that are only ever added, for their owner alone, on disk when {@link #add} returns. */
final class AuditLog {

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    synchronized void add(Map<String, Object> line) throws IOException {
        PrivateFiles.folder(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.fileMode())) {
            long end = channel.size();
            // A line torn by a crash stays alone.
            String before = end == 0 || endsLine(channel, end) ? "" : "\n";
            ByteBuffer bytes = ByteBuffer.wrap((before + json(line) + "\n").getBytes(StandardCharsets.UTF_8));
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static boolean endsLine(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, end - 1) == 1 && last.get(0) == '\n';
    }

    // ---- JSON, of the few kinds of values there are

    private static String json(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(AuditLog::json).orElse("null");
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> text.append(text.isEmpty() ? "{" : ",")
                    .append(json(key))
                    .append(':')
                    .append(json(each)));
            return text.append('}').toString();
        }
        if (value instanceof Iterable<?> many) {
            many.forEach(each -> text.append(text.isEmpty() ? "[" : ",").append(json(each)));
            return text.isEmpty() ? "[]" : text.append(']').toString();
        }
        text.append('"');
        value.toString().chars().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                default -> {
                    // Half a character and separators of lines are no JSON lines to every reader.
                    if (c < 0x20 || c >= 0x7f) {
                        text.append(String.format("\\u%04x", c));
                    } else {
                        text.append((char) c);
                    }
                }
            }
        });
        return text.append('"').toString();
    }
}

package org.dharmic.mail.imap.sender;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dharmic.mail.imap.mime.ParsedMail;
import org.dharmic.support.files.PrivateFiles;

/**
 * Remembers which signed mails were admitted. Who has a copy of one can deliver it again with other unsigned lines around
 * it; its signature stays what it is, and covers the body by its hash. The body's hash alone would not do: a person may
 * well send {@code /status} twice.
 *
 * <p>A text file of one line each, {@code mark item}, appended and forced before the mail is admitted. The oldest are
 * forgotten: of a mail from so long ago the age of its signature tells.
 */
public final class ReplayGuard {

    /** The newest admitted mails that are remembered. */
    private static final int KEEP = 10_000;

    private static final int MAX_MARKS = 5;

    private final Path file;
    private final int keep;
    /** Mark to item, oldest first; guarded by this. Null until it was read. */
    private Map<String, String> seen;

    private int lines;

    public ReplayGuard(Path file) {
        this(file, KEEP);
    }

    ReplayGuard(Path file, int keep) {
        this.file = file;
        this.keep = keep;
    }

    /** The marks of a mail's signatures by the sender's own domain: what the mail says, whether it is true or not. */
    static Set<String> marks(ParsedMail mail, String sender) {
        Set<String> marks = new java.util.LinkedHashSet<>();
        for (String value : mail.all("DKIM-Signature")) {
            DkimSignature.parse("DKIM-Signature: " + value)
                    .filter(signature -> Addresses.aligned(signature.domain(), Addresses.domain(sender)))
                    .filter(signature -> !signature.tags().packed("b").isEmpty() && marks.size() < MAX_MARKS)
                    .ifPresent(signature -> marks.add(signature.mark()));
        }
        return marks;
    }

    /** Whether another item had one of these marks. */
    synchronized boolean isReplay(Set<String> marks, String item) {
        return marks.stream().map(seen()::get).anyMatch(before -> before != null && !before.equals(item));
    }

    /**
     * Durable when it returns.
     *
     * @throws StateUnusable when it cannot be written
     */
    synchronized void admitted(Set<String> marks, String item) {
        StringBuilder fresh = new StringBuilder();
        for (String mark : marks) {
            if (!seen().containsKey(mark)) {
                fresh.append(mark).append(' ').append(item).append('\n');
            }
        }
        if (fresh.length() == 0) {
            return;
        }
        try {
            append(fresh.toString());
            fresh.toString().lines().forEach(this::take);
            if (lines > 2 * keep) {
                rewrite();
            }
        } catch (IOException e) {
            seen = null; // what is on disk counts
            throw new StateUnusable("cannot write " + file + ", nobody is admitted", e);
        }
    }

    private Map<String, String> seen() {
        if (seen == null) {
            seen = new LinkedHashMap<>();
            lines = 0;
            try {
                if (Files.exists(file)) {
                    List<String> read = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
                    read.forEach(this::take);
                }
            } catch (IOException e) {
                seen = null;
                throw new StateUnusable("cannot read " + file + ", nobody is admitted", e);
            }
        }
        return seen;
    }

    /** A line that a crash tore is passed over: its mail was not admitted. */
    private void take(String line) {
        lines++;
        String[] words = line.split(" ");
        if (words.length == 2 && words[0].length() == 32) {
            seen.putIfAbsent(words[0], words[1]);
            if (seen.size() > keep) {
                seen.remove(seen.keySet().iterator().next());
            }
        }
    }

    private void append(String text) throws IOException {
        PrivateFiles.folder(file.toAbsolutePath().getParent());
        Set<StandardOpenOption> how =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try (FileChannel channel = FileChannel.open(file, how, PrivateFiles.fileMode())) {
            ByteBuffer bytes = ByteBuffer.wrap((torn(channel) ? "\n" + text : text).getBytes(StandardCharsets.UTF_8));
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static boolean torn(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        seen.forEach((mark, item) -> text.append(mark).append(' ').append(item).append('\n'));
        PrivateFiles.replace(file, text.toString());
        lines = seen.size();
    }
}

package org.dharmic.agent.core.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.dharmic.journal.Attachment;

/** Tells text from other bytes, and reads it. Nothing but the bytes is believed: names and types come from outside. */
public final class TextFile {

    private static final Set<String> TYPES = Set.of(
            "application/json",
            "application/xml",
            "application/yaml",
            "application/x-yaml",
            "application/toml",
            "application/csv",
            "application/sql",
            "application/x-ndjson");
    private static final Set<String> ENDINGS = Set.of(
            "txt",
            "md",
            "markdown",
            "csv",
            "tsv",
            "json",
            "jsonl",
            "yaml",
            "yml",
            "toml",
            "xml",
            "ini",
            "cfg",
            "conf",
            "log",
            "tex",
            "org",
            "rst",
            "ics",
            "vcf",
            "srt");

    private static final int LOOKED_AT = 8_192;

    private TextFile() {}

    /** Whether it says that it is text a person would read; pages for a browser are not. */
    public static boolean isLikely(Attachment file) {
        String type = file.type().toLowerCase(Locale.ROOT);
        String ending =
                file.name().substring(file.name().lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/") && !type.startsWith("text/html")
                || TYPES.contains(type)
                || ENDINGS.contains(ending);
    }

    /**
     * The text; empty when the bytes are something else. What has no mark and is no UTF-8 is read as Western European.
     *
     * @param cut whether more bytes follow: the last character may be cut in two then, and is given up
     */
    public static Optional<String> decoded(byte[] bytes, boolean cut) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            return Optional.of(new String(bytes, StandardCharsets.UTF_16)).filter(TextFile::isText);
        }
        int mark = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        byte[] content = Arrays.copyOfRange(bytes, mark, bytes.length);
        for (int i = 0; i < Math.min(content.length, LOOKED_AT); i++) {
            if (content[i] == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(utf8(content, cut).orElseGet(() -> new String(content, Charset.forName("windows-1252"))))
                .filter(TextFile::isText);
    }

    private static boolean startsWith(byte[] bytes, int... begin) {
        if (bytes.length < begin.length) {
            return false;
        }
        for (int i = 0; i < begin.length; i++) {
            if ((bytes[i] & 0xFF) != begin[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> utf8(byte[] bytes, boolean cut) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        boolean malformed = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes), text, !cut)
                .isError();
        return malformed ? Optional.empty() : Optional.of(text.flip().toString());
    }

    /** Text has hardly any control characters. */
    private static boolean isText(String text) {
        String look = Text.first(text, LOOKED_AT);
        long controls = look.chars()
                .filter(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f')
                .count();
        return controls * 50 <= look.length();
    }
}

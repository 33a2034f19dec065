package org.dharmic.mail.imap.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes as text whatever the mail says of them: malformed ones become replacement characters, nothing throws. */
final class Charsets {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+-]{0,60}");
    private static final Pattern META =
            Pattern.compile("(?i)<meta[^>]{0,200}charset\\s{0,9}=\\s{0,9}[\"']?([A-Za-z0-9._:+-]{1,60})");

    /** Names that mails use and Java does not know, or knows as less than what is meant (WHATWG Encoding, section 4.2). */
    private static final Map<String, String> MEANT = Map.of(
            "iso-8859-1", "windows-1252",
            "latin1", "windows-1252",
            "iso-8859-9", "windows-1254",
            "iso-8859-8-i", "iso-8859-8",
            "iso-8859-8-e", "iso-8859-8",
            "ks_c_5601-1987", "x-windows-949",
            "euc-kr", "x-windows-949",
            "gb2312", "gb18030",
            "gbk", "gb18030",
            "shift_jis", "windows-31j");

    private Charsets() {}

    /** @param charset as declared; null or unknown means that it is guessed */
    static String decode(byte[] bytes, String charset) {
        Charset named = named(charset);
        return withoutMark(
                named == null || named.equals(StandardCharsets.US_ASCII) ? guess(bytes) : new String(bytes, named));
    }

    /** As {@link #decode}; many HTML mails declare their charset in the page alone. */
    static String decodePage(byte[] bytes, String charset) {
        Charset named = named(charset);
        if (named != null && !named.equals(StandardCharsets.US_ASCII)) {
            return decode(bytes, charset);
        }
        String head = new String(bytes, 0, Math.min(bytes.length, 2048), StandardCharsets.ISO_8859_1);
        Matcher meta = META.matcher(head);
        String inPage = meta.find() ? meta.group(1) : null;
        // A page that says so in ASCII is not in UTF-16, whatever it claims.
        return decode(bytes, inPage != null && inPage.toLowerCase(Locale.ROOT).startsWith("utf-16") ? "utf-8" : inPage);
    }

    /** UTF-8 where that is what the bytes are, which hardly happens by chance. */
    private static String guess(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, WINDOWS_1252); // what undeclared text mostly is
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Charset named(String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            return null;
        }
        String meant = MEANT.getOrDefault(name.toLowerCase(Locale.ROOT), name);
        return Charset.isSupported(meant) ? Charset.forName(meant) : null;
    }
}

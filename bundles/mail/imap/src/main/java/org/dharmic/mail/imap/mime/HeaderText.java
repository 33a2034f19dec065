package org.dharmic.mail.imap.mime;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Text that comes from, or goes into, a header or another single line. */
public final class HeaderText {

    private static final Pattern MESSAGE_ID = Pattern.compile("<[\\x21-\\x3b\\x3d\\x3f-\\x7e]{1,240}>");
    private static final int MAX_SUBJECT = 300;
    private static final int MAX_REASON = 300;
    /** Encoded words are up to twelve times as long as what they say. */
    private static final int MAX_ENCODED = 4000;

    private HeaderText() {}

    /** Without line breaks and other control characters: nothing copied from a mail may start a header line. */
    public static String singleLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            int type = Character.getType(c);
            boolean breaks = Character.isISOControl(c)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            line.appendCodePoint(breaks ? ' ' : c);
        }
        return line.toString().replaceAll(" {2,}", " ").strip();
    }

    /** What went wrong, with what lies at the bottom of it: the library's own words often leave that out. */
    public static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String words = "" + failure.getMessage();
        String cause = "" + root.getMessage();
        return cut(singleLine(words.contains(cause) ? words : words + " (" + cause + ")"), MAX_REASON) + advice(root);
    }

    /** Of a certificate the library says what it looked for, not what a person can do. */
    private static String advice(Throwable root) {
        if (root instanceof CertPathBuilderException) {
            return "; the server's certificate is from nobody that Java trusts: if it is the right one, name its file in"
                    + " tls.trust.certificate";
        }
        return root instanceof CertificateException
                ? "; the host in the account's file must be a name that the server's certificate is for"
                : "";
    }

    /** A subject as people see it: encoded words (RFC 2047) decoded, one line, of bounded length. */
    public static String subject(String raw) {
        return cut(singleLine(VisibleText.withoutInvisible(words(raw))), MAX_SUBJECT);
    }

    /** With its encoded words (RFC 2047) decoded; may have any characters then. */
    static String words(String raw) {
        String bounded = cut(raw, MAX_ENCODED);
        if (!bounded.contains("=?")) {
            return bounded;
        }
        try {
            return DecoderUtil.decodeEncodedWords(bounded, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return bounded; // a charset nobody knows: better shown raw than not answered
        }
    }

    /** The message ids of a References, In-Reply-To or Message-ID line, in order; whatever is none is left out. */
    public static List<String> messageIds(String value) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = MESSAGE_ID.matcher(value);
        while (matcher.find()) {
            ids.add(matcher.group());
        }
        return ids;
    }

    /** At most {@code max} characters, never half of a surrogate pair. */
    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }
}

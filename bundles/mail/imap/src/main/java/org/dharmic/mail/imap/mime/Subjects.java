package org.dharmic.mail.imap.mime;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Subjects without the marks that mail programs put before them. RFC 5322 section 3.6.5 knows {@code Re:} alone; programs
 * write what their language has for it, some count, and companies put a tag like {@code [EXT]} before all of it.
 */
public final class Subjects {

    /**
     * Answers. {@code VS} is one in Finnish and Estonian and a forward in Danish and Norwegian; the more frequent use wins,
     * and for a reply it makes no difference. {@code R} counts in capitals only: it is a whole word in no language, but a
     * name in some subjects.
     */
    private static final String REPLY =
            "re|ref|rép|aw|antw|antwort|sv|svar|vs|odp|odg|rif|(?-i:R)|res|resp|ynt|vá|atb|bls|ats"
                    + "|απ|σχετ|отв|ответ|відп|отг|одг|תשובה|תגובה|השב|رد|پاسخ|回复|回覆|答复|答覆|返信|회신|답장|ตอบ|ตอบกลับ|trả lời";
    /** Mails passed on. {@code TR} is French (transfert) and no answer, as {@code I} (inoltro) is Italian. */
    private static final String FORWARD =
            "fw|fwd|wg|tr|vb|vl|fs|doorst|(?-i:I)|pd|enc|rv|ilt|i̇lt|yml|trs|továbbítás|πρθ"
                    + "|перес|пересл|הועבר|إعادة توجيه|转发|轉寄|轉發|転送|전달|ส่งต่อ|chuyển tiếp";

    /** As in {@code Re[2]:}, {@code Re (3):} and {@code Re^4:}. */
    private static final String COUNT = "\\s*(?:\\[\\d{1,3}]|\\(\\d{1,3}\\)|[\\^*]\\d{1,3})?\\s*";

    private static final String TAGS = "\\s*((?:\\[[^\\[\\]]{1,40}]\\s*){0,5})";
    private static final Pattern MARK =
            Pattern.compile("(?iu)" + TAGS + "(?:(" + REPLY + ")|" + FORWARD + ")\\.?" + COUNT + "[:：]\\s*");
    private static final Pattern TAG = Pattern.compile("\\[[^\\[\\]]{1,40}]");

    private Subjects() {}

    /** Whether it says of itself that it answers something. */
    public static boolean isReply(String subject) {
        String rest = subject;
        for (Matcher mark = MARK.matcher(rest); mark.lookingAt(); mark = MARK.matcher(rest)) {
            if (mark.group(2) != null) {
                return true;
            }
            rest = rest.substring(mark.end());
        }
        return false;
    }

    /** Without any marks of answers and forwards; a tag stays. */
    public static String bare(String subject) {
        Set<String> tags = new LinkedHashSet<>();
        String rest = subject;
        for (Matcher mark = MARK.matcher(rest); mark.lookingAt(); mark = MARK.matcher(rest)) {
            collect(mark.group(1), tags);
            rest = rest.substring(mark.end());
        }
        StringBuilder bare = new StringBuilder();
        for (String tag : tags) {
            if (!rest.stripLeading().startsWith(tag)) {
                bare.append(tag).append(' ');
            }
        }
        return bare.append(rest.strip()).toString().strip();
    }

    private static void collect(String text, Set<String> tags) {
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            tags.add(tag.group());
        }
    }

    /** What to answer it with: {@code Re:} once, in the form every program knows. */
    public static String reply(String subject) {
        String bare = bare(subject);
        return "Re: " + (bare.isEmpty() ? "(no subject)" : bare);
    }
}

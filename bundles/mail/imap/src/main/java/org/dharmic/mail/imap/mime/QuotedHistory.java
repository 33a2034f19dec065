package org.dharmic.mail.imap.mime;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A mail's own words, and what it drags along: the quoted mail before it and the signature.
 *
 * @param text what the sender wrote now
 * @param quoted the rest; may be empty
 */
public record QuotedHistory(String text, String quoted) {

    /** "On … wrote:" in the languages our mails come in; the date in it may break the line. */
    private static final Pattern ATTRIBUTION = Pattern.compile(
            "(?iu)^\\s*>?\\s*(On\\b.{4,300}\\bwrote|Am\\b.{4,300}\\bschrieb\\b.{0,100}|Le\\b.{4,300}\\ba écrit|El\\b.{4,300}\\bescribió"
                    + "|Em\\b.{4,300}\\bescreveu|Il\\b.{4,300}\\bha scritto|Op\\b.{4,300}\\bschreef\\b.{0,100})\\s*:?\\s*$");

    private static final Pattern ORIGINAL = Pattern.compile(
            "(?iu)^\\s*-{2,}\\s*(original message|ursprüngliche nachricht|message d'origine|mensagem original)\\s*-{2,}\\s*$");
    private static final Pattern OUTLOOK_FROM = Pattern.compile("(?iu)^\\s*\\*?(from|von|de|da):\\*?\\s.{1,300}$");
    private static final Pattern OUTLOOK_NEXT = Pattern.compile(
            "(?iu)^\\s*\\*?(sent|date|to|gesendet|datum|an|envoyé|enviado|para|inviato):\\*?\\s.{1,300}$");

    /** Never loses a word: where nothing would be left, or answers stand between the quotes, all of it is text. */
    public static QuotedHistory split(String body) {
        List<String> lines =
                body.replace("\r\n", "\n").replace('\r', '\n').lines().toList();
        int signature = signature(lines);
        int history = history(lines, signature);
        int end = Math.min(signature, history);
        String text = join(lines.subList(0, end));
        if (text.isEmpty()) {
            return new QuotedHistory(join(lines), "");
        }
        return new QuotedHistory(text, join(lines.subList(end, lines.size())));
    }

    /** The signature's separator "-- " (RFC 3676 section 4.3); mailers strip the blank. */
    private static int signature(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("-- ") || lines.get(i).equals("--")) {
                return i;
            }
        }
        return lines.size();
    }

    private static int history(List<String> lines, int end) {
        for (int i = 0; i < end; i++) {
            if (ORIGINAL.matcher(lines.get(i)).matches() || startsOutlookBlock(lines, i, end)) {
                return i;
            }
            if (isQuote(lines.get(i)) && onlyQuotes(lines, i, end)) {
                return withAttribution(lines, i);
            }
        }
        return end;
    }

    private static boolean startsOutlookBlock(List<String> lines, int i, int end) {
        return OUTLOOK_FROM.matcher(lines.get(i)).matches()
                && i + 1 < end
                && OUTLOOK_NEXT.matcher(lines.get(i + 1)).matches();
    }

    private static boolean isQuote(String line) {
        return line.startsWith(">");
    }

    private static boolean onlyQuotes(List<String> lines, int from, int end) {
        return lines.subList(from, end).stream().allMatch(line -> isQuote(line) || line.isBlank());
    }

    /** The line, or the two lines, before a quote that say whose it is. */
    private static int withAttribution(List<String> lines, int quote) {
        int last = quote - 1;
        while (last >= 0 && lines.get(last).isBlank()) {
            last--;
        }
        if (last >= 0 && ATTRIBUTION.matcher(lines.get(last)).matches()) {
            return last;
        }
        if (last >= 1
                && ATTRIBUTION
                        .matcher(lines.get(last - 1) + " " + lines.get(last))
                        .matches()) {
            return last - 1;
        }
        return quote;
    }

    private static String join(List<String> lines) {
        return String.join("\n", lines).strip();
    }
}

package org.dharmic.mail.imap.mime;

import java.util.regex.Pattern;

/**
 * A mail's own words, and what it drags along: the quoted mail before it and the signature. Takes time in proportion to
 * the mail's length, whatever is in it.
 *
 * @param text what the sender wrote now
 * @param quoted the rest; may be empty
 */
public record QuotedHistory(String text, String quoted) {

    /** No line that means something here is longer; the patterns below see no other. */
    private static final int MAX_LINE = 400;
    /** A signature without the blank of its separator is taken for one up to this length only: "--" may be a rule. */
    private static final int MAX_SIGNATURE = 12;

    /** "On … wrote:", by its verb. Beside it there is a date or an address; it may break the line twice. */
    private static final Pattern ATTRIBUTION = Pattern.compile("(?iu)^(?=.*[0-9@<]).{1,400}"
            + "(wrote|writes|schrieb\\b.{0,100}|a écrit|escribió|escreveu|ha scritto|schreef\\b.{0,100}|skrev\\b.{0,100}"
            + "|kirjoitti|napisał(\\(a\\)|a)?|napsala?|írta|a scris|έγραψε|pisze|пишет|писала?|написала?|пише|yazdı|şunu yazdı"
            + "|写道|寫道|のメール|さんは書きました|님이 작성|כתב/?ה?|كتب)\\s*[:：]?\\s*$");
    /** How an attribution of more than one line begins, so that the words above it stay the sender's. */
    private static final Pattern BEGINNING =
            Pattern.compile("(?iu)^\\s*(\\d|(on|am|le|el|em|il|op|den|w dniu|dne|în|στις)\\b)");
    /** As {@link #ATTRIBUTION}, with both a number and an address: means the same without quote marks behind it. */
    private static final Pattern ADDRESSED = Pattern.compile("^(?=.*\\d).*<[^<>@ ]{1,100}@[^<>@ ]{1,100}>.*$");

    private static final Pattern SEPARATOR = Pattern.compile("(?iu)^\\s*(-{2,}\\s*(original message|original-nachricht"
            + "|ursprüngliche nachricht|message d'origine|mensagem original|mensaje original|messaggio originale"
            + "|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|исходное сообщение|原始邮件|原始郵件"
            + "|元のメッセージ|forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
            + "|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|пересылаемое сообщение|转发的邮件)\\s*-{2,}"
            + "|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message réexpédié\\s?:"
            + "|inicio del mensaje reenviado:|inizio messaggio inoltrato:|begin doorgestuurd bericht:)\\s*$");

    /** The head that some programs put above a mail they do not quote. */
    private static final Pattern HEAD_FROM =
            Pattern.compile("(?iu)^\\s*\\*?(from|von|de|da|van|från|fra|od|от|lähettäjä"
                    + "|feladó|kimden|差出人|发件人|寄件者|보낸 사람)\\s?[:：]\\*?\\s*\\S.*$");

    private static final Pattern HEAD_NEXT =
            Pattern.compile("(?iu)^\\s*\\*?(sent|date|to|subject|gesendet|datum|an|betreff"
                    + "|envoyé|à|objet|enviado|enviada|para|fecha|data|inviato|a|verzonden|aan|skickat|till|sendt|til|wysłano|do"
                    + "|отправлено|дата|кому|lähetetty|gönderildi|送信日時|日時|宛先|发送时间|收件人|보낸 날짜)\\s?[:：]\\*?\\s*\\S.*$");

    private static final Pattern RULE = Pattern.compile("^\\s*[_-]{5,}\\s*$");

    /** What a program writes below a mail unasked. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?iu)^\\s*((sent|get|download) (from|with|via|outlook|using)\\b.{1,80}"
                    + "|(von|mit) (meinem|meiner)\\b.{1,60}gesendet|gesendet (mit|von|über)\\b.{1,80}|outlook für .{1,80}"
                    + "|envoyé (de|depuis|à partir)\\b.{1,80}|enviado (desde|do|de|con|com)\\b.{1,80}|inviato (da|dal|con)\\b.{1,80}"
                    + "|(verstuurd|verzonden) (vanaf|vanuit|met)\\b.{1,80}|skickat från\\b.{1,80}|sendt fra\\b.{1,80}|wysłan[eo] z\\b.{1,80}"
                    + "|отправлено (с|из)\\b.{1,80}|.{1,30}から送信|发自我的.{1,40})\\s*$");

    /** Never loses a word: where nothing would be left, or answers stand between the quotes, all of it is text. */
    public static QuotedHistory split(String body) {
        Lines lines = new Lines(body.replace("\r\n", "\n").replace('\r', '\n'));
        int end = lines.count();
        int signature = signature(lines, end);
        int history = Math.min(unmarked(lines, signature), marked(lines, signature));
        int own = withoutProgram(lines, Math.min(signature, history));
        String text = lines.join(0, own);
        return text.isEmpty()
                ? new QuotedHistory(lines.join(0, end), "")
                : new QuotedHistory(text, lines.join(own, end));
    }

    /** The signature's separator "-- " (RFC 3676 section 4.3); mailers strip the blank. */
    private static int signature(Lines lines, int end) {
        int written = 0;
        int bare = 0;
        int signature = end;
        for (int i = end - 1; i >= 0; i--) {
            if (lines.startsWith(i, "-- ") && lines.length(i) == 3) {
                signature = i;
            } else if (lines.startsWith(i, "--") && lines.length(i) == 2 && written <= MAX_SIGNATURE && ++bare == 1) {
                signature = Math.min(signature, i);
            }
            if (!lines.isBlank(i) && !isQuote(lines, i)) {
                written++;
            }
        }
        return signature;
    }

    /** Where a mail begins that is carried along without quote marks. */
    private static int unmarked(Lines lines, int end) {
        int lastMark = end - 1;
        while (lastMark >= 0 && !isQuote(lines, lastMark)) {
            lastMark--;
        }
        for (int i = 0; i < end; i++) {
            if (lines.length(i) < 3 || lines.length(i) > MAX_LINE) {
                continue;
            }
            String line = lines.line(i);
            if (SEPARATOR.matcher(line).matches() || startsHead(lines, line, i, end)) {
                return i > 0 && isRule(lines, i - 1) ? i - 1 : i;
            }
            if (i > lastMark
                    && i + 1 < end
                    && lines.isBlank(i + 1)
                    && ADDRESSED.matcher(line).matches()
                    && ATTRIBUTION.matcher(line).matches()) {
                return i;
            }
        }
        return end;
    }

    private static boolean startsHead(Lines lines, String line, int i, int end) {
        return i + 1 < end
                && lines.length(i + 1) <= MAX_LINE
                && HEAD_FROM.matcher(line).matches()
                && HEAD_NEXT.matcher(lines.line(i + 1)).matches();
    }

    private static boolean isRule(Lines lines, int i) {
        return lines.length(i) <= MAX_LINE && RULE.matcher(lines.line(i)).matches();
    }

    /** Where the quotes begin behind which no word of the sender's follows. */
    private static int marked(Lines lines, int end) {
        int first = end;
        for (int i = end - 1; i >= 0 && (isQuote(lines, i) || lines.isBlank(i)); i--) {
            if (isQuote(lines, i)) {
                first = i;
            }
        }
        return first == end ? end : withAttribution(lines, first);
    }

    private static boolean isQuote(Lines lines, int line) {
        return lines.startsWith(line, ">");
    }

    /** The line, or the lines, before a quote that say whose it is. */
    private static int withAttribution(Lines lines, int quote) {
        int last = quote - 1;
        while (last >= 0 && lines.isBlank(last)) {
            last--;
        }
        int first = quote;
        StringBuilder words = new StringBuilder();
        for (int i = last; i >= 0 && i > last - 3 && lines.length(i) <= MAX_LINE - words.length(); i--) {
            String line = lines.line(i);
            words.insert(0, line + " ");
            if (ATTRIBUTION.matcher(words).matches()
                    && (first == quote || BEGINNING.matcher(line).find())) {
                first = i;
            }
        }
        return first;
    }

    private static int withoutProgram(Lines lines, int end) {
        int last = end - 1;
        while (last >= 0 && lines.isBlank(last)) {
            last--;
        }
        return last > 0
                        && lines.length(last) <= MAX_LINE
                        && PROGRAM.matcher(lines.line(last)).matches()
                ? last
                : end;
    }
}

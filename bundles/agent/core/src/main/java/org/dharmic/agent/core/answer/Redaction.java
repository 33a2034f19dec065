package org.dharmic.agent.core.answer;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Takes out of an answer what must not travel by mail, whoever asked for it: keys and tokens in the forms of well-known
 * services, private keys, and what the owner's own pattern says.
 */
public final class Redaction {

    public static final Redaction NONE = new Redaction(false, "");

    public static final String REMOVED = "[removed: a secret]";

    /** Compiled when the first answer leaves, not when the agent starts. */
    private static final class Known {
        static final Pattern FORMS = Pattern.compile(String.join(
                "|",
                "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\\z)",
                "\\bsk-[A-Za-z0-9_-]{20,}",
                "\\bAKIA[0-9A-Z]{16}\\b",
                "\\bgh[pousr]_[A-Za-z0-9]{30,}",
                "\\bgithub_pat_[A-Za-z0-9_]{30,}",
                "\\bglpat-[A-Za-z0-9_-]{20,}",
                "\\bxox[abeprs]-[A-Za-z0-9-]{10,}",
                "\\bAIza[0-9A-Za-z_-]{35}",
                "\\bya29\\.[0-9A-Za-z_-]{20,}",
                "\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"));
    }

    private final boolean known;
    private final String own;
    private final Optional<Pattern> pattern;

    /**
     * @param known whether the forms of well-known services are taken out
     * @param own a regular expression of what else is; empty for nothing
     * @throws PatternSyntaxException when it is none
     */
    public Redaction(boolean known, String own) {
        this.known = known;
        this.own = own;
        this.pattern = own.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(own));
    }

    public static boolean isPattern(String text) {
        try {
            Pattern.compile(text.strip());
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    String of(String text) {
        String left = known ? Known.FORMS.matcher(text).replaceAll(REMOVED) : text;
        return pattern.isEmpty() ? left : pattern.get().matcher(left).replaceAll(REMOVED);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Redaction that && known == that.known && own.equals(that.own);
    }

    @Override
    public int hashCode() {
        return Objects.hash(known, own);
    }
}

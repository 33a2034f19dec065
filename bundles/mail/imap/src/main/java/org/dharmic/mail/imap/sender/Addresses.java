package org.dharmic.mail.imap.sender;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mail addresses, read strictly. A From line may be shown to people in one way and read by programs in another; whatever
 * could be read in two ways is no address here.
 */
public final class Addresses {

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    /** dot-atom "@" domain of RFC 5322 section 3.4.1, ASCII only, no quotes, comments or domain literals. */
    private static final String SPEC = ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")*";

    private static final Pattern ADDR_SPEC = Pattern.compile(SPEC);
    /** A display name of atoms and encoded words without any of the characters that structure an address. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[^\"<>()\\[\\]:;@\\\\,]*");

    private static final Pattern QUOTED_NAME = Pattern.compile("\\s*\"(?:[^\"\\\\\\r\\n]|\\\\.)*\"\\s*");
    private static final Pattern ANGLE = Pattern.compile("^(.*)<\\s*(" + SPEC + ")\\s*>\\s*$", Pattern.DOTALL);

    private static final int MAX_LIST = 20_000;

    private Addresses() {}

    /** A bare address in lower case; empty when it is anything else. */
    public static Optional<String> strict(String text) {
        String address = text == null ? "" : text.strip();
        return address.length() <= 254 && ADDR_SPEC.matcher(address).matches()
                ? Optional.of(address.toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** The one address of a From line: {@code a@b}, {@code Name <a@b>} or {@code "Name" <a@b>}. */
    public static Optional<String> fromLine(String value) {
        if (value.length() > 1000) {
            return Optional.empty();
        }
        Optional<String> bare = strict(value);
        if (bare.isPresent()) {
            return bare;
        }
        Matcher angle = ANGLE.matcher(value.strip());
        if (!angle.matches()) {
            return Optional.empty();
        }
        String name = angle.group(1);
        return PLAIN_NAME.matcher(name).matches() || QUOTED_NAME.matcher(name).matches()
                ? strict(angle.group(2))
                : Optional.empty();
    }

    /** The sender of a mail: exactly one From line with exactly one address. */
    public static Optional<String> sender(List<String> fromLines) {
        return fromLines.size() == 1 ? fromLine(fromLines.get(0)) : Optional.empty();
    }

    public static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /**
     * The addresses a To, Cc or Delivered-To line mentions outside of quoted names and comments, in lower case. For lines
     * that grant nothing by themselves; a sender is read by {@link #fromLine}.
     */
    static List<String> mentioned(String value) {
        String bare = withoutQuotes(value.length() > MAX_LIST ? value.substring(0, MAX_LIST) : value);
        Set<String> found = new LinkedHashSet<>();
        for (String word : bare.split("[\\s,;<>]+")) {
            strict(word).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** A blank in place of each quoted string and each comment, and of what is left open. By hand: no depth overflows it. */
    private static String withoutQuotes(String value) {
        StringBuilder bare = new StringBuilder(value.length());
        boolean quoted = false;
        int comments = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && (quoted || comments > 0)) {
                i++; // whatever follows stands for itself
            } else if (quoted) {
                quoted = c != '"';
            } else if (comments > 0) {
                comments += c == '(' ? 1 : c == ')' ? -1 : 0;
            } else if (c == '"' || c == '(') {
                quoted = c == '"';
                comments = quoted ? 0 : 1;
                bare.append(' ');
            } else {
                bare.append(c);
            }
        }
        return bare.toString();
    }

    /**
     * Whether who vouches is the domain itself or a parent of it. The relaxed alignment of DMARC also takes a child, which
     * needs the list of public suffixes to be safe; where it matters the provider's dmarc=pass says so.
     */
    static boolean aligned(String identity, String domain) {
        return identity.indexOf('.') > 0 && (domain.equals(identity) || domain.endsWith("." + identity));
    }
}

package org.dharmic.sandbox;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the vault that a reply points to, written {@code path#L3-L5}. */
record Citation(String note, int first, int last) {

    private static final Pattern WRITTEN =
            Pattern.compile("([\\p{L}\\p{N}_][\\p{L}\\p{N}_./-]*\\.md)#L(\\d{1,7})(?:-L?(\\d{1,7}))?");

    /** The citations in a text, each once, in their order. */
    static List<Citation> in(String text) {
        Set<Citation> citations = new LinkedHashSet<>();
        Matcher matcher = WRITTEN.matcher(text);
        while (matcher.find()) {
            int first = Integer.parseInt(matcher.group(2));
            citations.add(new Citation(
                    matcher.group(1), first, matcher.group(3) == null ? first : Integer.parseInt(matcher.group(3))));
        }
        return List.copyOf(citations);
    }

    /** Whether a note with this many lines, or no such note, has the place. */
    boolean isIn(OptionalInt lines) {
        return lines.isPresent() && 1 <= first && first <= last && last <= lines.getAsInt();
    }

    @Override
    public String toString() {
        return note + "#L" + first + "-L" + last;
    }
}

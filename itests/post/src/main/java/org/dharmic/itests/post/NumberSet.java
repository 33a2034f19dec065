package org.dharmic.itests.post;

/** Numbers or UIDs as clients name them, such as {@code 2:4,7,9:*} (RFC 9051, sequence-set). */
final class NumberSet {

    private final long[] lows;
    private final long[] highs;

    /** @param last what {@code *} stands for; {@code 9:*} holds it also where it is less than 9 */
    NumberSet(String text, long last) {
        String[] ranges = text.split(",");
        lows = new long[ranges.length];
        highs = new long[ranges.length];
        for (int i = 0; i < ranges.length; i++) {
            String[] ends = ranges[i].split(":", 2);
            long one = number(ends[0], last);
            long other = number(ends[ends.length - 1], last);
            lows[i] = Math.min(one, other);
            highs[i] = Math.max(one, other);
        }
    }

    private static long number(String text, long last) {
        return text.equals("*") ? last : Long.parseLong(text);
    }

    boolean contains(long number) {
        for (int i = 0; i < lows.length; i++) {
            if (number >= lows[i] && number <= highs[i]) {
                return true;
            }
        }
        return false;
    }
}

package org.dharmic.mail.imap.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Sets of UIDs as a command names them (RFC 9051, sequence-set): {@code 1:4,7}. */
public final class Uids {

    /** So many in one command: the answers lie in memory together. */
    private static final int WINDOW = 500;

    private Uids() {}

    /** @param sorted ascending, without repeats, not empty */
    public static String set(long... sorted) {
        StringBuilder set = new StringBuilder();
        int i = 0;
        while (i < sorted.length) {
            int end = i;
            while (end + 1 < sorted.length && sorted[end + 1] == sorted[end] + 1) {
                end++;
            }
            set.append(set.length() == 0 ? "" : ",").append(sorted[i]);
            if (end > i) {
                set.append(':').append(sorted[end]);
            }
            i = end + 1;
        }
        return set.toString();
    }

    /**
     * What {@link #set} has made, ascending.
     *
     * @throws IllegalArgumentException when it is no such set
     */
    public static long[] parse(String set) {
        LongStream all = LongStream.empty();
        for (String part : set.split(",")) {
            String[] ends = part.split(":", 2);
            long from = Long.parseLong(ends[0]);
            long to = ends.length == 1 ? from : Long.parseLong(ends[1]);
            all = LongStream.concat(all, LongStream.rangeClosed(from, to));
        }
        return all.sorted().distinct().toArray();
    }

    /** In the same order, in pieces that fit into one command. */
    public static List<long[]> windows(long... sorted) {
        List<long[]> windows = new ArrayList<>();
        for (int i = 0; i < sorted.length; i += WINDOW) {
            windows.add(Arrays.copyOfRange(sorted, i, Math.min(i + WINDOW, sorted.length)));
        }
        return windows;
    }
}

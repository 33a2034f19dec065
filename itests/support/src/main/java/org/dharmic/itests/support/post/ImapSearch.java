package org.dharmic.itests.support.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/** The criteria of a SEARCH that clients of tests use (RFC 9051 section 6.4.4); all of them must hold. */
final class ImapSearch {

    private final List<BiPredicate<Integer, Box.Stored>> criteria = new ArrayList<>();

    private ImapSearch() {}

    static ImapSearch of(List<Object> words) {
        ImapSearch search = new ImapSearch();
        int at = 0;
        while (at < words.size()) {
            at = search.add(words, at);
        }
        return search;
    }

    boolean matches(int number, Box.Stored mail) {
        return criteria.stream().allMatch(each -> each.test(number, mail));
    }

    /** @return where the next one begins */
    private int add(List<Object> words, int at) {
        if (words.get(at) instanceof List<?> inner) {
            ImapSearch group = of(List.copyOf(inner));
            criteria.add(group::matches);
            return at + 1;
        }
        String word = words.get(at).toString().toUpperCase(Locale.ROOT);
        switch (word) {
            case "ALL" -> {
                return at + 1;
            }
            case "CHARSET" -> {
                return at + 2;
            }
            case "HEADER" -> {
                String name = words.get(at + 1).toString();
                String part = words.get(at + 2).toString().toLowerCase(Locale.ROOT);
                criteria.add((number, mail) ->
                        mail.header(name).toLowerCase(Locale.ROOT).contains(part));
                return at + 3;
            }
            case "UID" -> {
                String set = words.get(at + 1).toString();
                criteria.add((number, mail) -> isIn(set, mail.uid()));
                return at + 2;
            }
            case "SEEN", "ANSWERED", "DELETED", "FLAGGED" -> {
                criteria.add((number, mail) -> hasFlag(mail, word));
                return at + 1;
            }
            case "UNSEEN", "UNANSWERED", "UNDELETED", "UNFLAGGED" -> {
                criteria.add((number, mail) -> !hasFlag(mail, word.substring(2)));
                return at + 1;
            }
            case "KEYWORD" -> {
                String keyword = words.get(at + 1).toString();
                criteria.add((number, mail) -> mail.flags().contains(keyword));
                return at + 2;
            }
            default -> {
                if (!word.matches("[0-9*][0-9:*,]*")) {
                    throw new IllegalArgumentException("SEARCH " + word);
                }
                criteria.add((number, mail) -> isIn(word, number));
                return at + 1;
            }
        }
    }

    private static boolean hasFlag(Box.Stored mail, String name) {
        return mail.flags().stream().anyMatch(flag -> flag.equalsIgnoreCase("\\" + name));
    }

    private static boolean isIn(String set, long number) {
        for (String range : set.split(",")) {
            String[] ends = range.split(":", 2);
            long from = ends[0].equals("*") ? Long.MAX_VALUE : Long.parseLong(ends[0]);
            long to = ends.length == 1 ? from : ends[1].equals("*") ? Long.MAX_VALUE : Long.parseLong(ends[1]);
            if (number >= Math.min(from, to) && number <= Math.max(from, to)) {
                return true;
            }
        }
        return false;
    }
}

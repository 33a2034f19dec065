package org.dharmic.itests.post;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/** The criteria of a SEARCH that clients of tests use (RFC 9051 section 6.4.4); all of them must hold. */
final class ImapSearch {

    private static final DateTimeFormatter DAY = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("d-MMM-yyyy")
            .toFormatter(Locale.ENGLISH);

    private final List<BiPredicate<Integer, Box.Stored>> criteria = new ArrayList<>();
    private final View view;

    ImapSearch(List<?> words, View view) {
        this.view = view;
        int at = 0;
        while (at < words.size()) {
            at = add(words, at);
        }
    }

    boolean matches(int number, Box.Stored mail) {
        return criteria.stream().allMatch(each -> each.test(number, mail));
    }

    /** @return where the next one begins */
    private int add(List<?> words, int at) {
        if (words.get(at) instanceof List<?> inner) {
            ImapSearch group = new ImapSearch(inner, view);
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
                NumberSet uids = new NumberSet(words.get(at + 1).toString(), view.lastUid());
                criteria.add((number, mail) -> uids.contains(mail.uid()));
                return at + 2;
            }
            case "SINCE" -> {
                LocalDate day = LocalDate.parse(words.get(at + 1).toString(), DAY);
                criteria.add((number, mail) -> !LocalDate.ofInstant(mail.internalDate(), ZoneOffset.UTC)
                        .isBefore(day));
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
                NumberSet numbers = new NumberSet(word, view.count());
                criteria.add((number, mail) -> numbers.contains(number));
                return at + 1;
            }
        }
    }

    private static boolean hasFlag(Box.Stored mail, String name) {
        return mail.flags().stream().anyMatch(flag -> flag.equalsIgnoreCase("\\" + name));
    }
}

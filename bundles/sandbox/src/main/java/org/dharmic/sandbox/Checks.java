package org.dharmic.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** Looks at an exchange as a careful person would, and says what is wrong with it. */
final class Checks {

    private final Function<String, OptionalInt> linesOf;

    /** @param linesOf how many lines a note of the vault has, empty when there is no such note */
    Checks(Function<String, OptionalInt> linesOf) {
        this.linesOf = linesOf;
    }

    /** What is wrong, one line each; empty when all is well. */
    List<String> problems(Exchange exchange) {
        Letter letter = exchange.letter();
        List<Reply> replies = exchange.replies();
        List<String> problems = new ArrayList<>();
        if (replies.size() != 1) {
            problems.add("expected one reply, got " + replies.size());
        }
        if (replies.isEmpty()) {
            return problems;
        }
        Reply reply = replies.get(0);
        expect(problems, "From", letter.to(), reply.from());
        expect(
                problems,
                "Subject",
                letter.subject().startsWith("Re: ") ? letter.subject() : "Re: " + letter.subject(),
                reply.subject());
        expect(problems, "In-Reply-To", letter.messageId(), reply.inReplyTo());
        List<String> chain = new ArrayList<>(letter.references());
        chain.add(letter.messageId());
        expect(problems, "References", String.join(" ", chain), String.join(" ", reply.references()));
        List<Citation> citations = Citation.in(reply.text());
        if (citations.isEmpty()) {
            problems.add("the reply cites no note");
        }
        for (Citation citation : citations) {
            OptionalInt lines = linesOf.apply(citation.note());
            if (!citation.isIn(lines)) {
                problems.add(citation + " does not exist: "
                        + (lines.isPresent()
                                ? "the note has " + lines.getAsInt() + " lines"
                                : "there is no such note"));
            }
        }
        return problems;
    }

    private static void expect(List<String> problems, String field, String expected, String seen) {
        if (!expected.equals(seen)) {
            problems.add(field + " must be " + expected + ", was " + seen);
        }
    }
}

package org.dharmic.executor.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.Trust;

/**
 * Composes an answer out of quotes. It says nothing of its own but where the words come from, and it says so when nothing
 * fits.
 */
final class Composer {

    /** Less of the question than this in the best unit: nothing fits. */
    private static final double NOTHING_FITS = 0.25;
    /** Less than this: the answer says that it may not be one. */
    private static final double UNSURE = 0.5;
    /** A further quote must be nearly as good as the best. */
    private static final double NEARLY = 0.72;
    /** One from the same note may be weaker: what is asked is often spread over a note. */
    private static final double NEARLY_IN_NOTE = 0.6;

    private static final int LONGEST_LIST = 12;
    /** A quote shorter than this takes what follows it along: a sentence alone is often only half of what was meant. */
    private static final int COMFORTABLE = 280;

    static final String CLOSING =
            "*Composed without a language model: the quotes stand in the notes as they are here.*";

    private static final Pattern ASKS_HOW = Pattern.compile(
            "\\b(how (do|does|can|to|should|must)|steps?|wie (kann|wechsl|mach|geht|tausch)\\w*|comment)\\b");
    /** Begins the place of a kept fact; every other memory is a record of conversations, which repeats questions. */
    private static final String FACT = "fact/";

    private final ExtractiveSettings settings;

    Composer(ExtractiveSettings settings) {
        this.settings = settings;
    }

    /** Units of one block that stand one after the other, quoted together. */
    private record Quote(List<Candidate> parts, double score) {
        Candidate first() {
            return parts.get(0);
        }

        String locator() {
            return first().locator(
                            first().unit().from(),
                            parts.get(parts.size() - 1).unit().to());
        }
    }

    String answer(String question, List<ContextBlock> blocks) {
        List<ContextBlock> quotable = blocks.stream()
                .filter(block -> block.trust() == Trust.DOCUMENT || isFact(block))
                .toList();
        List<String> conversation = blocks.stream()
                .filter(block -> block.trust() == Trust.MEMORY && !isFact(block))
                .map(ContextBlock::text)
                .toList();
        List<Ranking.Ranked> best = new Ranking(question, conversation, Ranking.passages(quotable)).best();
        double most = best.stream().mapToDouble(Ranking.Ranked::coverage).max().orElse(0);
        if (most < NOTHING_FITS) {
            return nothing(quotable, best);
        }
        List<Quote> quotes = quotes(question, best);
        StringBuilder answer = new StringBuilder();
        answer.append(
                most < UNSURE
                        ? "The notes do not seem to answer this directly. What comes closest:\n\n"
                        : "From the notes:\n\n");
        for (Quote quote : quotes) {
            render(quote, answer);
        }
        further(quotes, best, answer);
        return answer.append(CLOSING).append('\n').toString();
    }

    private static boolean isFact(ContextBlock block) {
        return block.trust() == Trust.MEMORY && block.locator().startsWith(FACT);
    }

    private String nothing(List<ContextBlock> quotable, List<Ranking.Ranked> best) {
        StringBuilder answer = new StringBuilder();
        answer.append(
                quotable.isEmpty()
                        ? "I found no notes for this question, so I have no answer to it.\n\n"
                        : "I found nothing in the notes that answers this question.\n\n");
        Set<String> places = new LinkedHashSet<>();
        best.stream()
                .limit(settings.sources())
                .map(each -> each.candidate().locator())
                .forEach(places::add);
        places.remove("");
        if (!places.isEmpty()) {
            answer.append("Places that share a word with it: ")
                    .append(codes(places))
                    .append("\n\n");
        }
        return answer.append("*Composed without a language model: only the words of the notes were compared.*\n")
                .toString();
    }

    private List<Quote> quotes(String question, List<Ranking.Ranked> best) {
        double least = best.get(0).score() * NEARLY;
        double leastInNote = best.get(0).own() * NEARLY_IN_NOTE;
        String note = path(best.get(0));
        boolean how = ASKS_HOW.matcher(Words.fold(question)).find();
        List<Quote> quotes = new ArrayList<>();
        Set<Candidate> taken = new HashSet<>();
        for (Ranking.Ranked ranked : best) {
            if (quotes.size() == settings.quotes()) {
                break;
            }
            boolean near = path(ranked).equals(note) ? ranked.own() >= leastInNote : ranked.score() >= least;
            if (!near) {
                continue;
            }
            Candidate candidate = ranked.candidate();
            if (taken.contains(candidate) || repeats(candidate, taken)) {
                continue;
            }
            List<Candidate> parts = new ArrayList<>(together(candidate, how));
            parts.removeIf(taken::contains);
            taken.addAll(parts);
            quotes.add(new Quote(parts, ranked.score()));
        }
        return joined(quotes);
    }

    private static String path(Ranking.Ranked ranked) {
        return Locator.of(ranked.candidate().passage().block().locator()).path();
    }

    /** A whole list of steps when somebody asks how; a sentence that ends in a colon with the list it announces. */
    private static List<Candidate> together(Candidate candidate, boolean how) {
        List<Unit> units = candidate.passage().units();
        if (how && candidate.unit().kind() == Unit.Kind.STEP) {
            List<Candidate> list = group(candidate, candidate.unit().group());
            return list.size() <= LONGEST_LIST ? list : List.of(candidate);
        }
        int next = candidate.index() + 1;
        if (candidate.unit().text().endsWith(":") && next < units.size()) {
            Unit announced = units.get(next);
            if (announced.kind() != Unit.Kind.SENTENCE
                    && announced.heading().equals(candidate.unit().heading())) {
                List<Candidate> both = new ArrayList<>(List.of(candidate));
                group(candidate, announced.group()).stream().limit(LONGEST_LIST).forEach(both::add);
                return both;
            }
        }
        return withWhatFollows(candidate);
    }

    private static List<Candidate> withWhatFollows(Candidate candidate) {
        List<Unit> units = candidate.passage().units();
        List<Candidate> parts = new ArrayList<>(List.of(candidate));
        int chars = candidate.unit().text().length();
        for (int i = candidate.index() + 1; i < units.size(); i++) {
            Unit unit = units.get(i);
            chars += unit.text().length();
            if (unit.group() != candidate.unit().group() || chars > COMFORTABLE) {
                break;
            }
            parts.add(new Candidate(candidate.passage(), i, unit));
        }
        return parts;
    }

    private static List<Candidate> group(Candidate candidate, int group) {
        List<Candidate> members = new ArrayList<>();
        List<Unit> units = candidate.passage().units();
        for (int i = 0; i < units.size(); i++) {
            if (units.get(i).group() == group) {
                members.add(new Candidate(candidate.passage(), i, units.get(i)));
            }
        }
        return members;
    }

    private static boolean repeats(Candidate candidate, Set<Candidate> taken) {
        return taken.stream().anyMatch(other -> {
            Set<String> common = new HashSet<>(candidate.unit().stems());
            common.retainAll(other.unit().stems());
            return common.size() >= 0.8 * candidate.unit().stems().size() && !isNeighbour(candidate, other);
        });
    }

    private static boolean isNeighbour(Candidate one, Candidate other) {
        return one.passage() == other.passage()
                && one.unit().group() == other.unit().group();
    }

    /** Puts quotes together that follow each other in the same paragraph, list or table; the best stays where it was. */
    private static List<Quote> joined(List<Quote> quotes) {
        List<Quote> joined = new ArrayList<>();
        for (Quote quote : quotes) {
            Quote into = joined.stream()
                    .filter(each -> isNeighbour(each.first(), quote.first()))
                    .filter(each -> each.parts().stream().anyMatch(part -> quote.parts().stream()
                            .anyMatch(own -> Math.abs(own.index() - part.index()) == 1)))
                    .findFirst()
                    .orElse(null);
            if (into == null) {
                joined.add(quote);
            } else {
                List<Candidate> parts = new ArrayList<>(into.parts());
                parts.addAll(quote.parts());
                parts.sort(Comparator.comparingInt(Candidate::index));
                joined.set(joined.indexOf(into), new Quote(parts, into.score()));
            }
        }
        return joined;
    }

    private void render(Quote quote, StringBuilder answer) {
        StringBuilder text = new StringBuilder();
        List<String> head = quote.first().unit().head();
        head.forEach(line -> text.append(line).append('\n'));
        Unit before = null;
        for (Candidate part : quote.parts()) {
            Unit unit = part.unit();
            if (before != null) {
                boolean sameLine = unit.kind() == Unit.Kind.SENTENCE && before.to() == unit.from();
                boolean apart = before.group() != unit.group();
                text.append(sameLine ? " " : apart ? "\n\n" : "\n");
            }
            text.append(unit.kind() == Unit.Kind.CODE ? fenced(unit.text()) : unit.text());
            before = unit;
        }
        shortened(text.toString()).lines().forEach(line -> answer.append(line.isEmpty() ? ">" : "> ")
                .append(line)
                .append('\n'));
        answer.append("\n— ").append(caption(quote)).append("\n\n");
    }

    private static String caption(Quote quote) {
        Unit unit = quote.first().unit();
        String name = Caption.of(quote.first().passage().block().title(), unit.heading());
        String place = quote.locator().isBlank() ? "" : code(quote.locator());
        if (name.isBlank()) {
            return place.isEmpty() ? "from the memory" : place;
        }
        return name + (place.isEmpty() ? "" : ", " + place);
    }

    private void further(List<Quote> quotes, List<Ranking.Ranked> best, StringBuilder answer) {
        Set<String> named = new HashSet<>();
        quotes.forEach(quote ->
                named.add(Locator.of(quote.first().passage().block().locator()).path()));
        Set<String> places = new LinkedHashSet<>();
        for (Ranking.Ranked ranked : best) {
            String place = ranked.candidate().passage().block().locator();
            if (places.size() < settings.sources()
                    && ranked.coverage() >= NOTHING_FITS
                    && !place.isBlank()
                    && named.add(path(ranked))) {
                places.add(place);
            }
        }
        if (!places.isEmpty()) {
            answer.append("Further sources: ").append(codes(places)).append("\n\n");
        }
    }

    private String shortened(String text) {
        if (text.length() <= settings.quoteChars()) {
            return text;
        }
        int end = text.lastIndexOf(' ', settings.quoteChars());
        int cut = end > settings.quoteChars() / 2 ? end : settings.quoteChars();
        if (Character.isHighSurrogate(text.charAt(cut - 1))) {
            cut--;
        }
        return text.substring(0, cut) + " …";
    }

    private static String fenced(String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + code + "\n" + fence;
    }

    private static String codes(Set<String> places) {
        return String.join(", ", places.stream().map(Composer::code).toList());
    }

    /** A code span that holds whatever the text is. */
    static String code(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        String ticks = "`";
        while (line.contains(ticks)) {
            ticks += "`";
        }
        String space = line.startsWith("`") || line.endsWith("`") ? " " : "";
        return ticks + space + line + space + ticks;
    }
}

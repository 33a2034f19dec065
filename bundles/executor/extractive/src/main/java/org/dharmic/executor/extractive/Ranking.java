package org.dharmic.executor.extractive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dharmic.context.ContextBlock;

/**
 * Weighs every unit of some passages against a question.
 *
 * <p>A unit is worth the share of the question's words that it meets, each word weighing more the rarer it is among all
 * units and files; words met only by a heading, the title, the rest of the passage or of its file count for less. What the search thought of the
 * passage, the kind of thing asked for (a date, a number) and the conversation so far only order what is close.
 */
final class Ranking {

    private static final double IN_HEADING = 0.7;
    private static final double IN_TITLE = 0.6;
    private static final double IN_PASSAGE = 0.45;
    private static final double IN_FILE = 0.25;
    private static final double RANK_BONUS = 0.6;
    private static final double PASSAGE_BONUS = 0.3;
    /** Of a word that stands in no unit, of what an average one weighs. */
    private static final double NOWHERE = 0.6;
    /** Of words outside the sentences that end in a question mark, when there are such. */
    private static final double BESIDE_THE_QUESTION = 0.4;

    private static final double KIND_BONUS = 0.12;
    private static final double TOPIC_BONUS = 0.1;

    private static final Pattern ASKS_FOR_TIME =
            Pattern.compile("\\b(when|wann|quand|since|until|date|day|datum|birthday|what time|how long ago)\\b");
    private static final Pattern ASKS_FOR_NUMBER = Pattern.compile(
            "\\b(how (many|much|long|old|often|high|far|big|heavy|hot|cold|warm)|wie ?viele?|wie (hoch|lange?|weit|alt|oft)"
                    + "|combien|price|cost|number|code|temperature|preis|kosten)\\b");
    private static final Pattern DIGIT = Pattern.compile("\\d");

    /**
     * A unit and what it is worth.
     *
     * @param coverage the part that the question's own words make up
     * @param own the worth without what the search thought of the passage: compares units of one note
     */
    record Ranked(Candidate candidate, double coverage, double own, double score) {}

    private final Map<String, Double> weights = new HashMap<>();
    private final Set<String> topic;
    private final boolean wantsDigits;
    private final List<Ranked> ranked;

    Ranking(String question, Collection<String> conversation, List<Candidate.Passage> passages) {
        Set<String> asked = Words.stems(question);
        String folded = Words.fold(question);
        this.wantsDigits = ASKS_FOR_TIME.matcher(folded).find()
                || ASKS_FOR_NUMBER.matcher(folded).find();
        this.topic = new LinkedHashSet<>();
        conversation.forEach(text -> topic.addAll(Words.stems(text)));
        topic.removeAll(asked);

        List<Candidate> candidates = new ArrayList<>();
        for (Candidate.Passage passage : passages) {
            for (int i = 0; i < passage.units().size(); i++) {
                candidates.add(new Candidate(passage, i, passage.units().get(i)));
            }
        }
        weigh(asked, candidates);
        Set<String> central = central(question);
        weights.replaceAll((stem, weight) -> central.contains(stem) ? weight : weight * BESIDE_THE_QUESTION);
        this.ranked = candidates.stream()
                .map(this::rank)
                .filter(each -> each.coverage() > 0)
                .sorted(Comparator.comparingDouble(Ranked::score).reversed())
                .toList();
    }

    /** Units that share at least one word with the question, best first. */
    List<Ranked> best() {
        return ranked;
    }

    private void weigh(Set<String> asked, List<Candidate> candidates) {
        Map<String, Double> seen = new HashMap<>();
        Collection<Set<String>> files = candidates.stream()
                .map(each -> each.passage().file())
                .collect(Collectors.toCollection(() -> Collections.newSetFromMap(new IdentityHashMap<>())));
        for (String stem : asked) {
            long in = candidates.stream()
                    .filter(each -> Words.met(stem, each.unit().stems()) > 0
                            || Words.met(stem, each.unit().around()) > 0)
                    .count();
            long inFiles =
                    files.stream().filter(file -> Words.met(stem, file) > 0).count();
            if (inFiles > 0) {
                seen.put(
                        stem,
                        (Math.log(1 + candidates.size() / (in + 0.5)) + Math.log(1 + files.size() / (inFiles + 0.5)))
                                / 2);
            }
        }
        // A word that stands nowhere says that something is missing, or that the notes use another word for it.
        double average = seen.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        asked.forEach(stem -> weights.put(stem, seen.getOrDefault(stem, average * NOWHERE)));
    }

    /** The words of the sentences that ask; all words when none has a question mark. */
    private static Set<String> central(String question) {
        Set<String> central = new LinkedHashSet<>();
        for (String sentence : question.split("(?<=[.!?])\\s+")) {
            if (sentence.endsWith("?")) {
                central.addAll(Words.stems(sentence));
            }
        }
        return central.isEmpty() ? Words.stems(question) : central;
    }

    private Ranked rank(Candidate candidate) {
        Unit unit = candidate.unit();
        Candidate.Passage passage = candidate.passage();
        double met = 0;
        double near = 0;
        double total = 0;
        for (Map.Entry<String, Double> word : weights.entrySet()) {
            String stem = word.getKey();
            double here = Math.max(
                    Math.max(Words.met(stem, unit.stems()), IN_HEADING * Words.met(stem, unit.around())),
                    Math.max(
                            IN_TITLE * Words.met(stem, passage.about()),
                            Math.max(
                                    IN_PASSAGE * Words.met(stem, passage.words()),
                                    IN_FILE * Words.met(stem, passage.file()))));
            met += word.getValue() * here;
            near += word.getValue() * Math.max(Words.met(stem, passage.words()), Words.met(stem, passage.about()));
            total += word.getValue();
        }
        double coverage = total == 0 ? 0 : met / total;
        double score = coverage + (total == 0 ? 0 : PASSAGE_BONUS * near / total);
        if (wantsDigits && DIGIT.matcher(unit.text()).find()) {
            score += KIND_BONUS;
        }
        if (!topic.isEmpty()) {
            long shared = topic.stream()
                    .filter(stem -> Words.met(stem, unit.stems()) > 0
                            || Words.met(stem, unit.around()) > 0
                            || Words.met(stem, passage.about()) > 0)
                    .count();
            score += TOPIC_BONUS * Math.min(1, shared / 3.0);
        }
        return new Ranked(candidate, coverage, score, score + RANK_BONUS * passage.rank());
    }

    /** Reads blocks; {@code rank} is relative to the best block of the same source, whose scores have their own scale. */
    static List<Candidate.Passage> passages(List<ContextBlock> blocks) {
        Map<String, Double> best =
                blocks.stream().collect(Collectors.toMap(ContextBlock::source, ContextBlock::score, Math::max));
        List<Candidate.Passage> passages = new ArrayList<>();
        Map<String, Set<String>> files = new HashMap<>();
        for (ContextBlock block : blocks) {
            List<String> lines = Units.lines(clean(block.text()));
            Units units = Units.of(lines);
            Set<String> about = new HashSet<>(Words.stems(block.title()));
            about.addAll(Words.stems(Locator.of(block.locator()).path().replaceAll("\\.md$", "")));
            about.addAll(units.frontMatter());
            Set<String> words = new HashSet<>();
            units.list().forEach(unit -> {
                words.addAll(unit.stems());
                words.addAll(unit.around());
            });
            String path = Locator.of(block.locator()).path();
            Set<String> file = path.isBlank() ? new HashSet<>() : files.computeIfAbsent(path, key -> new HashSet<>());
            file.addAll(words);
            file.addAll(about);
            double top = best.get(block.source());
            passages.add(new Candidate.Passage(
                    block, lines, units.list(), about, words, file, top > 0 ? Math.max(0, block.score() / top) : 0));
        }
        return passages;
    }

    /** Without control characters, and without those that turn the direction of writing around. */
    static String clean(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\\n\\r\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]", "");
    }
}

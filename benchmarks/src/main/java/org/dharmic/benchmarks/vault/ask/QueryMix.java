package org.dharmic.benchmarks.vault.ask;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.dharmic.benchmarks.vault.ask.Ask.Field;
import org.dharmic.benchmarks.vault.ask.Ask.Form;
import org.dharmic.benchmarks.vault.ask.Ask.Need;
import org.dharmic.benchmarks.vault.ask.Ask.Part;

/**
 * Queries as people and mails ask them, made from a vault by seed. Their words stand in the vault as often as words do: in
 * proportion to how common they are, so most queries meet many notes.
 */
public final class QueryMix {

    private static final String[] QUESTIONS = {
        "What did I write about %s and %s?",
        "How does %s go together with %s, and why did we leave out %s?",
        "Hello, could you please tell me where I find something on \"%s\" and on %s? Thank you!",
        "When was the last time that %s came up (I think it had to do with %s)?",
        "Is it %s or rather %s: what do my notes say?",
    };

    private final VaultScan scan;
    private final SplittableRandom random;

    private QueryMix(VaultScan scan, long seed) {
        this.scan = scan;
        this.random = new SplittableRandom(seed);
    }

    /** Queries without typos, none of them twice; fewer when the vault does not have so much to ask for. */
    public static List<Ask> plain(VaultScan scan, long seed, int count) {
        return new QueryMix(scan, seed).make(count, false);
    }

    /** The same mix, with one typo in one word of each query. */
    public static List<Ask> withTypos(VaultScan scan, long seed, int count) {
        return new QueryMix(scan, seed ^ 0x7e90).make(count, true);
    }

    private List<Ask> make(int count, boolean typos) {
        if (scan.windows().isEmpty() || scan.files().isEmpty()) {
            return List.of();
        }
        List<Ask> asks = new ArrayList<>();
        Set<String> taken = new LinkedHashSet<>();
        for (int attempt = 0; asks.size() < count && attempt < count * 20; attempt++) {
            Ask ask = one(asks.size() % 20);
            if (ask != null && typos) {
                ask = mistyped(ask);
            }
            if (ask != null && taken.add(ask.text())) {
                asks.add(ask);
            }
        }
        return asks;
    }

    /** Null when chance led to a place that gives no such query. */
    private Ask one(int slot) {
        List<String> words = window();
        List<String> telling = words.stream().filter(Tokens::isTelling).toList();
        if (telling.size() < 4) {
            return null;
        }
        return switch (slot) {
            case 0, 4, 8, 12, 16, 19 -> words(telling, random.nextInt(1, 4));
            case 1, 9, 13 -> phrase(words);
            case 2, 10 -> with(words(telling, 2), "without", " -", part(Form.WORD, Need.NOT, telling.get(3)));
            case 3, 11 -> with(words(telling, 1), "or", " OR ", part(Form.WORD, Need.MAY, telling.get(2)));
            case 5, 14 -> prefix(telling);
            case 6 ->
                field(
                        "title",
                        Field.TITLE,
                        anyOf(scan.titles().stream().map(VaultScan.Named::text).toList()));
            case 15 ->
                field(
                        "heading",
                        Field.HEADING,
                        anyOf(scan.headings().stream()
                                .map(VaultScan.Named::text)
                                .toList()));
            case 17 ->
                random.nextBoolean()
                        ? field("tag", Field.TAG, anyOf(scan.tags()))
                        : field("path", Field.PATH, folderOf(anyOf(scan.files())));
            default -> question(telling);
        };
    }

    private List<String> window() {
        return Tokens.ofProse(anyOf(scan.windows()));
    }

    private String anyOf(List<String> texts) {
        return texts.isEmpty() ? "" : texts.get(random.nextInt(texts.size()));
    }

    private static String folderOf(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static Part part(Form form, Need need, String text) {
        return new Part(Field.ANY, form, need, text);
    }

    private static Ask words(List<String> telling, int count) {
        return Ask.words("words", String.join(" ", telling.subList(0, count)));
    }

    private static Ask with(Ask ask, String kind, String between, Part more) {
        List<Part> parts = new ArrayList<>(ask.parts());
        parts.add(more);
        return new Ask(kind, parts, ask.text() + between + more.text());
    }

    private Ask phrase(List<String> words) {
        int length = random.nextInt(2, 4);
        if (words.size() < length + 1) {
            return null;
        }
        int from = random.nextInt(words.size() - length);
        List<String> run = words.subList(from, from + length);
        String text = String.join(" ", run);
        return run.stream().noneMatch(Tokens::isTelling)
                ? null
                : new Ask("phrase", List.of(part(Form.PHRASE, Need.MUST, text)), '"' + text + '"');
    }

    private static Ask prefix(List<String> telling) {
        String start = telling.get(0).substring(0, 4);
        return new Ask(
                "prefix",
                List.of(part(Form.PREFIX, Need.MAY, start), Part.may(telling.get(1))),
                start + "* " + telling.get(1));
    }

    /** One word in a field, and a word beside it in every second. */
    private Ask field(String kind, Field field, String from) {
        List<String> telling =
                Tokens.of(from).stream().filter(Tokens::isTelling).toList();
        if (telling.isEmpty()) {
            return null;
        }
        String word = telling.get(random.nextInt(telling.size()));
        List<Part> parts = new ArrayList<>(List.of(new Part(field, Form.WORD, Need.MUST, word)));
        String text = kind + ":" + word;
        if (random.nextBoolean()) {
            String more =
                    window().stream().filter(Tokens::isTelling).findFirst().orElse("text");
            parts.add(Part.may(more));
            text = text + " " + more;
        }
        return new Ask(kind, parts, text);
    }

    private Ask question(List<String> telling) {
        String text = String.format(
                QUESTIONS[random.nextInt(QUESTIONS.length)], telling.get(0), telling.get(1), telling.get(2));
        return Ask.words("question", text);
    }

    private Ask mistyped(Ask ask) {
        List<String> candidates = Typo.candidates(ask.parts().stream()
                .flatMap(part -> Tokens.of(part.text()).stream())
                .filter(Tokens::isTelling)
                .toList());
        if (candidates.isEmpty()) {
            return null;
        }
        String word = candidates.get(random.nextInt(candidates.size()));
        String typed = Typo.in(word, random);
        return new Ask(
                ask.kind(),
                ask.parts().stream()
                        .map(part -> new Part(
                                part.field(),
                                part.form(),
                                part.need(),
                                part.text().replace(word, typed)))
                        .toList(),
                ask.text().replace(word, typed));
    }
}

package org.dharmic.benchmarks.vault.generate;

import java.util.List;
import java.util.SplittableRandom;

/** Writes the text of one note: front matter, sections under headings of several levels, lists, code, links. */
final class NoteWriter {

    private final VaultPlan plan;
    private final Vocabulary words;
    private final Zipf everyday;
    private final Zipf popular;
    private final Zipf telling;
    private final NotePlan note;
    private final SplittableRandom random;
    private final StringBuilder out;

    /**
     * @param everyday ranks of the vocabulary
     * @param popular numbers of notes, the first the most linked
     * @param telling places in a topic's list of words
     */
    NoteWriter(
            VaultPlan plan,
            Vocabulary words,
            Zipf everyday,
            Zipf popular,
            Zipf telling,
            NotePlan note,
            SplittableRandom random) {
        this.plan = plan;
        this.words = words;
        this.everyday = everyday;
        this.popular = popular;
        this.telling = telling;
        this.note = note;
        this.random = random;
        this.out = new StringBuilder(note.bytes() + 2_000);
    }

    String write() {
        frontMatter();
        if (note.titled() == NotePlan.Titled.FIRST_HEADING) {
            out.append("# ").append(note.title()).append("\n\n");
        }
        int level = 1;
        while (out.length() < note.bytes()) {
            // Long sections are common, very long ones happen: passages have to be cut.
            int end = Math.min(note.bytes(), out.length() + (int) (300 + 2_500 * -Math.log(1 - random.nextDouble())));
            while (out.length() < end) {
                block(end);
            }
            if (out.length() < note.bytes() - 200) {
                level = Math.max(2, Math.min(5, level + random.nextInt(-1, 2)));
                heading(level);
            }
        }
        return out.toString();
    }

    // ---- front matter

    private void frontMatter() {
        boolean titled = note.titled() == NotePlan.Titled.FRONT_MATTER;
        if (!titled && (note.tags().isEmpty() || random.nextInt(3) == 0)) {
            return;
        }
        out.append("---\n");
        if (titled) {
            boolean quoted = note.title().indexOf(':') >= 0 || random.nextInt(5) == 0;
            out.append("title: ")
                    .append(quoted ? '"' + note.title() + '"' : note.title())
                    .append('\n');
        }
        if (!note.tags().isEmpty()) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    out.append("tags:\n");
                    note.tags().forEach(tag -> out.append("  - ").append(tag).append('\n'));
                }
                case 1 ->
                    out.append("tags: ").append(String.join(", ", note.tags())).append('\n');
                default ->
                    out.append("tags: [").append(String.join(", ", note.tags())).append("]\n");
            }
        }
        out.append("date: ").append(note.modified().toLocalDate()).append('\n');
        odd();
        out.append("---\n\n");
    }

    /** What people leave in front matter. */
    private void odd() {
        switch (random.nextInt(12)) {
            case 0 -> out.append("aliases: [\"").append(everydayWord()).append("\", ]\n");
            case 1 -> out.append("cssclass:\n");
            case 2 ->
                out.append("# a comment\nrating: ").append(random.nextInt(6)).append('\n');
            case 3 ->
                out.append("source: https://example.org/")
                        .append(everydayWord())
                        .append("?a=1&b=2\n");
            case 4 ->
                out.append("nested:\n  deeper:\n    key: ")
                        .append(everydayWord())
                        .append('\n');
            case 5 ->
                out.append("summary: >\n  ")
                        .append(everydayWord())
                        .append(" ")
                        .append(everydayWord())
                        .append('\n');
            default -> {
                // Most have nothing odd.
            }
        }
    }

    // ---- blocks

    private void heading(int level) {
        out.append("#".repeat(level)).append(' ').append(VaultPlan.capital(telling()));
        int more = random.nextInt(1, 5);
        for (int i = 0; i < more; i++) {
            out.append(' ').append(random.nextInt(3) == 0 ? everydayWord() : telling());
        }
        out.append("\n\n");
    }

    private void block(int end) {
        switch (random.nextInt(16)) {
            case 0 -> list();
            case 1 -> {
                out.append("> ");
                sentence();
                out.append("\n\n");
            }
            case 2 -> code();
            default -> paragraph(end);
        }
    }

    private void paragraph(int end) {
        int sentences = random.nextInt(2, 8);
        for (int i = 0; i < sentences && (i == 0 || out.length() < end); i++) {
            sentence();
            // Half of all people let a line run on, the others break it.
            out.append(random.nextInt(8) == 0 ? '\n' : ' ');
        }
        out.setCharAt(out.length() - 1, '\n');
        out.append('\n');
    }

    private void list() {
        int items = random.nextInt(2, 7);
        boolean task = random.nextInt(4) == 0;
        for (int i = 0; i < items; i++) {
            out.append(task ? (random.nextBoolean() ? "- [x] " : "- [ ] ") : "- ");
            words(random.nextInt(2, 9));
            out.append('\n');
        }
        out.append('\n');
    }

    private void code() {
        out.append("```\n");
        int lines = random.nextInt(1, 6);
        for (int i = 0; i < lines; i++) {
            out.append(i == 0 && random.nextInt(3) == 0 ? "# " : "");
            out.append(identifier())
                    .append(" = ")
                    .append(random.nextInt(10_000))
                    .append(";\n");
        }
        out.append("```\n\n");
    }

    /** Of few words of the topic: names in code come again and again. */
    private String identifier() {
        int[] topic = plan.topic(note.topic());
        return words.word(topic[random.nextInt(8)]) + "_" + words.word(topic[random.nextInt(8)]);
    }

    private void sentence() {
        int start = out.length();
        words(random.nextInt(5, 22));
        out.setCharAt(start, Character.toUpperCase(out.charAt(start)));
        out.append(random.nextInt(12) == 0 ? '?' : '.');
    }

    private void words(int count) {
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out.append(random.nextInt(14) == 0 ? ", " : " ");
            }
            int what = random.nextInt(1_000);
            if (what < 7) {
                link();
            } else if (what < 12) {
                out.append(note.modified().toLocalDate().minusDays(random.nextInt(400)));
            } else if (what < 20) {
                out.append(random.nextInt(1, 3_000));
            } else if (what < 22) {
                out.append(VaultPlan.capital(Vocabulary.rare(random)));
            } else if (what < 36) {
                out.append("**").append(telling()).append("**");
            } else if (what < 38 && !note.tags().isEmpty()) {
                out.append('#')
                        .append(note.tags().get(random.nextInt(note.tags().size())));
            } else if (what < 160) {
                out.append(telling());
            } else {
                out.append(everydayWord());
            }
        }
    }

    private String everydayWord() {
        return words.spelled(everyday.next(random), random);
    }

    /** A word of what the note is about: its topic's, or its own. */
    private String telling() {
        int rank = random.nextInt(4) == 0
                ? note.keys()[random.nextInt(note.keys().length)]
                : plan.topic(note.topic())[telling.next(random)];
        return words.spelled(rank, random);
    }

    // ---- links

    private void link() {
        List<NotePlan> all = plan.notes();
        NotePlan target = all.get(random.nextInt(3) == 0 ? popular.next(random) : random.nextInt(all.size()));
        switch (random.nextInt(6)) {
            case 0 -> out.append("[[").append(target.stem()).append("]]");
            case 1 ->
                out.append("[[")
                        .append(target.stem())
                        .append('|')
                        .append(about(target))
                        .append("]]");
            case 2 ->
                out.append("[[")
                        .append(target.path(), 0, target.path().length() - ".md".length())
                        .append('|')
                        .append(about(target))
                        .append("]]");
            default ->
                out.append('[')
                        .append(about(target))
                        .append("](")
                        .append(way(target))
                        .append(')');
        }
    }

    /** What somebody calls the target of a link: its title, words it is about, or a name that it does not have itself. */
    private String about(NotePlan target) {
        int[] keys = target.keys();
        return switch (random.nextInt(4)) {
            case 0 -> target.title().replaceAll("[\\[\\]|]", "");
            case 1 -> target.alias();
            case 2 ->
                words.word(keys[random.nextInt(3, keys.length)]) + " "
                        + words.word(keys[random.nextInt(3, keys.length)]);
            default ->
                "the " + words.word(keys[random.nextInt(keys.length)]) + " "
                        + words.word(keys[random.nextInt(keys.length)]) + " " + target.alias();
        };
    }

    private String way(NotePlan target) {
        String folder = note.folder();
        String up = folder.isEmpty()
                ? ""
                : "../".repeat((int) folder.chars().filter(c -> c == '/').count() + 1);
        return (up + target.path()).replace(" ", "%20");
    }
}

package org.dharmic.benchmarks.vault.generate;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** Folders, names, titles, topics and sizes of all notes, before any text is written. */
final class VaultPlan {

    private static final int TOPICS = 400;
    private static final int TOPIC_WORDS = 200;
    private static final int KEYS = 10;
    private static final int LEAST_BYTES = 250;
    private static final int MOST_BYTES = 900_000;
    private static final double SIGMA = 1.4;
    private static final int FILES_PER_BOOK = 2500;
    private static final int LEAST_BOOK = 1_200_000;
    private static final int MOST_BOOK = 4_500_000;

    /** Fixed, for a vault must not depend on the day of its making. */
    private static final LocalDateTime NEWEST = LocalDateTime.of(2026, 10, 1, 8, 0);

    private final VaultParameters parameters;
    private final Vocabulary words;
    private final int[][] topics = new int[TOPICS][TOPIC_WORDS];
    private final List<NotePlan> notes = new ArrayList<>();

    VaultPlan(VaultParameters parameters, Vocabulary words) {
        this.parameters = parameters;
        this.words = words;
        SplittableRandom random = new SplittableRandom(parameters.seed());
        for (int[] topic : topics) {
            for (int i = 0; i < topic.length; i++) {
                // Cubed: a topic's words are rather common than rare, as those of a craft are.
                double share = random.nextDouble();
                topic[i] = (int) (300 + share * share * share * 25_000);
            }
        }
        int[] sizes = sizes(random.split());
        List<String> folders = folders(random.split());
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < parameters.files(); i++) {
            notes.add(note(i, sizes[i], folders, taken));
        }
    }

    List<NotePlan> notes() {
        return notes;
    }

    /** Ranks of a topic's words, the more telling first. */
    int[] topic(int number) {
        return topics[number];
    }

    /** Log-normal, scaled so that they add up; a few books beside. */
    private int[] sizes(SplittableRandom random) {
        int[] sizes = new int[parameters.files()];
        double[] weight = new double[sizes.length];
        int books = (int) Math.min(sizes.length / FILES_PER_BOOK, parameters.bytes() / 10 / MOST_BOOK);
        long left = parameters.bytes();
        for (int i = 0; i < sizes.length; i++) {
            weight[i] = Math.exp(SIGMA * gaussian(random));
        }
        for (int book = 0; book < books; book++) {
            int at = random.nextInt(sizes.length);
            if (sizes[at] == 0) {
                sizes[at] = random.nextInt(LEAST_BOOK, MOST_BOOK);
                left -= sizes[at];
            }
        }
        double low = 0;
        double high = MOST_BYTES;
        for (int step = 0; step < 60; step++) {
            double scale = (low + high) / 2;
            long sum = 0;
            for (int i = 0; i < sizes.length; i++) {
                sum += sizes[i] >= LEAST_BOOK ? 0 : limited(weight[i] * scale);
            }
            if (sum < left) {
                low = scale;
            } else {
                high = scale;
            }
        }
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] >= LEAST_BOOK ? sizes[i] : limited(weight[i] * low);
        }
        return sizes;
    }

    private static int limited(double bytes) {
        return (int) Math.max(LEAST_BYTES, Math.min(MOST_BYTES, bytes));
    }

    /** Of our own (Box and Muller): SplittableRandom's method may change with the JDK. */
    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private List<String> folders(SplittableRandom random) {
        List<String> folders = new ArrayList<>();
        int wanted = Math.max(4, parameters.files() / 40);
        for (int i = 0; i < wanted; i++) {
            String name = words.word(random.nextInt(500, 20_000));
            String folder = i < 12 ? capital(name) : folders.get((int) (random.nextDouble() * random.nextDouble() * i));
            // At most four levels, as people keep them.
            if (i >= 12 && folder.chars().filter(c -> c == '/').count() < 3) {
                folder = folder + "/" + (random.nextInt(4) == 0 ? 2015 + random.nextInt(12) : name);
            }
            folders.add(folder);
        }
        return folders;
    }

    private NotePlan note(int number, int bytes, List<String> folders, Set<String> taken) {
        SplittableRandom random = new SplittableRandom(parameters.seed() * 31 + number);
        int topic = random.nextInt(TOPICS);
        int[] keys = new int[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = i % 2 == 0 ? topics[topic][random.nextInt(TOPIC_WORDS)] : random.nextInt(2_000, 40_000);
        }
        LocalDateTime modified = NEWEST.minus(
                (long) (random.nextDouble() * random.nextDouble() * 6 * 365 * 24 * 60), ChronoUnit.MINUTES);
        String title = title(random, keys, modified);
        String folder = random.nextInt(30) == 0 ? "" : folders.get((int) (random.nextDouble() * folders.size())) + "/";
        String stem = random.nextInt(10) < 6 ? slug(title) : title.replaceAll("[:/?\"]", "");
        String path = folder + stem;
        for (int again = 2; !taken.add(path.toLowerCase(Locale.ROOT)); again++) {
            path = folder + stem + "-" + again;
        }
        int where = random.nextInt(20);
        NotePlan.Titled titled = where < 10
                ? NotePlan.Titled.FRONT_MATTER
                : where < 19 ? NotePlan.Titled.FIRST_HEADING : NotePlan.Titled.FILE_NAME;
        return new NotePlan(
                path + ".md",
                titled == NotePlan.Titled.FILE_NAME ? path.substring(path.lastIndexOf('/') + 1) : title,
                titled,
                topic,
                keys,
                words.word(random.nextInt(3_000, 50_000)) + " " + words.word(random.nextInt(3_000, 50_000)),
                tags(random, topic),
                modified,
                bytes);
    }

    private String title(SplittableRandom random, int[] keys, LocalDateTime modified) {
        String one = capital(words.word(keys[0]));
        String two = words.word(keys[1]);
        String three = capital(words.word(keys[2]));
        return switch (random.nextInt(12)) {
            case 0 -> modified.toLocalDate() + " " + one + " " + two;
            case 1 -> "The " + one + " of " + three;
            case 2 -> "How " + two + " came to " + three;
            case 3 -> one + ": " + two + " and " + three;
            case 4 -> "Notes on " + one + " " + two;
            case 5 -> one + " " + random.nextInt(1, 40) + ", " + two;
            case 6 -> "What is " + two + " " + three + "?";
            case 7 -> one + " " + two;
            case 8 -> one + " in the " + three + " " + words.word(keys[3]);
            default -> one + " " + two + " " + three;
        };
    }

    private List<String> tags(SplittableRandom random, int topic) {
        List<String> tags = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String tag = words.word(topics[topic][random.nextInt(8)]);
            tags.add(random.nextInt(6) == 0 ? words.word(topics[topic][0]) + "/" + tag : tag);
        }
        return tags;
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String slug(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-|-$", "");
    }
}

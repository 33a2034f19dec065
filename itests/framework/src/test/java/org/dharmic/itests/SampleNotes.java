package org.dharmic.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A vault of any size, the same each time. Every note has one word that no other has. */
final class SampleNotes {

    private static final String[] WORDS =
            ("garden water filter valve pump quince bread stove winter ledger roof copper river "
                            + "library bicycle kettle lantern meadow harvest cellar bridge candle orchard violin harbour mountain "
                            + "letter window carpet engine basket shelf thread needle mirror clay wool barrel ladder fence")
                    .split(" ");

    private SampleNotes() {}

    /** Writes so many notes into folders of fifty. */
    static Path write(Path vault, int notes) throws IOException {
        Random random = new Random(notes);
        for (int i = 0; i < notes; i++) {
            Path file = vault.resolve(path(i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, note(i, random));
        }
        return vault;
    }

    static String path(int number) {
        return "part-" + number / 50 + "/note-" + number + ".md";
    }

    /** A question only the note of this number answers. */
    static String question(int number) {
        return "What does the " + mark(number) + " do in the garden?";
    }

    private static String mark(int number) {
        return "zu" + Integer.toString(number + 1000, 26).replaceAll("\\d", "x") + number;
    }

    private static String note(int number, Random random) {
        StringBuilder text = new StringBuilder("# Note " + number + " on the " + WORDS[random.nextInt(WORDS.length)]);
        for (int section = 0; section < 6; section++) {
            text.append("\n\n## ").append(WORDS[random.nextInt(WORDS.length)]).append("\n\n");
            for (int word = 0; word < 60; word++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            if (section == 2) {
                text.append("and the ").append(mark(number)).append(" hums in the garden.");
            }
        }
        return text.append('\n').toString();
    }
}

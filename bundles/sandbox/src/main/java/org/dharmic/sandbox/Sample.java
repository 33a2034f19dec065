package org.dharmic.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The sample vault and its questions, as they lie in this bundle. */
final class Sample {

    /**
     * A question that the sample vault answers.
     *
     * @param text the question
     * @param note path of the note with the answer
     * @param phrase words in that note that answer it
     */
    record Question(String text, String note, String phrase) {}

    private Sample() {}

    static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (String line : new String(read("questions.tsv"), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            String[] columns = line.split("\t", -1);
            questions.add(new Question(columns[0], columns[1], columns[2]));
        }
        return List.copyOf(questions);
    }

    /** How many lines a note has; empty when there is no such note. */
    static OptionalInt linesOf(String note) {
        try (InputStream in = open("vault/" + note)) {
            return in == null
                    ? OptionalInt.empty()
                    : OptionalInt.of((int) new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .count());
        } catch (IOException e) {
            throw new UncheckedIOException("sample/vault/" + note + " could not be read from the bundle", e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = open(name)) {
            if (in == null) {
                throw new IllegalStateException("sample/" + name + " is missing in the bundle");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("sample/" + name + " could not be read from the bundle", e);
        }
    }

    private static InputStream open(String name) {
        return Sample.class.getResourceAsStream("/sample/" + name);
    }
}

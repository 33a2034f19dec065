package org.dharmic.executor.proverb;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dharmic.executor.Deadline;
import org.dharmic.executor.Prompt;

/**
 * What answers. <b>Put your own model here</b>: a process, a library, an HTTP call. It has no OSGi in it, so it can be
 * tested with {@code new}.
 *
 * @param sentence every answer begins with it
 * @param words of the question are repeated, at most
 * @param drain how long answers in hand may take when the bundle leaves
 */
record Proverb(String sentence, int words, Duration drain) {

    Proverb {
        if (sentence.isBlank() || sentence.length() > 500) {
            throw new IllegalArgumentException(
                    "sentence must have 1 to 500 characters, had " + sentence.length() + where());
        }
        within("words.max", words, 1, 50);
        within("drain.seconds", drain.toSeconds(), 0, 30);
    }

    static Proverb from(ProverbConfig config) {
        return new Proverb(config.sentence(), config.words_max(), Duration.ofSeconds(config.drain_seconds()));
    }

    private static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be " + least + " to " + most + ", was " + value + where());
        }
    }

    private static String where() {
        return " (etc/" + ProverbExecutor.PID + ".cfg)";
    }

    /**
     * Answers in Markdown. A model of your own reads {@code prompt.system()} and {@code prompt.user()}, and gives up when
     * {@code deadline} is over. Nothing of a prompt belongs into a log.
     */
    String answer(Prompt prompt, Deadline deadline) {
        String start = Arrays.stream(prompt.question().strip().split("\\s+"))
                .limit(words)
                .collect(Collectors.joining(" "));
        return sentence + "\n\nYou asked: " + start;
    }
}

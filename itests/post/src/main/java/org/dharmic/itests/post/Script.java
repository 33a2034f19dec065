package org.dharmic.itests.post;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server does instead of what it should, by the verb of a command: {@code RCPT}, {@code NOOP}, {@code UID FETCH};
 * {@code BANNER} is the greeting, {@code .} the end of the data of SMTP, {@code DONE} the end of IDLE. Safe for many
 * threads.
 */
public final class Script {

    /** In place of an answer: the line is cut. */
    public static final String DROP = "drop";
    /** In place of an answer: nothing, for ever. */
    public static final String HANG = "hang";
    /** In place of an answer: the usual one after all. */
    public static final String USUAL = "usual";
    /** In place of an answer: the news of the folder, and then the usual one. IMAP alone knows it. */
    public static final String TELL_FIRST = "tell first";

    /** Decides about one command, on the thread of its connection. */
    @FunctionalInterface
    public interface Decision {
        /**
         * @param command as it came; of IMAP without its tag
         * @return one of the constants or the whole answer, which in IMAP has {@code <tag>} in place of the tag, and ends
         *     the connection where it begins with {@code * BYE}
         */
        String answer(String command);
    }

    private final Map<String, Decision> decisions = new ConcurrentHashMap<>();

    public Script on(String verb, Decision decision) {
        decisions.put(verb.toUpperCase(Locale.ROOT), decision);
        return this;
    }

    /** Each time. */
    public Script on(String verb, String answer) {
        return on(verb, command -> answer);
    }

    /** The first time only. */
    public Script once(String verb, String answer) {
        AtomicInteger times = new AtomicInteger();
        return on(verb, command -> times.getAndIncrement() == 0 ? answer : USUAL);
    }

    public void allWell() {
        decisions.clear();
    }

    /** What to do now; empty as usual. */
    Optional<String> next(String verb, String command) {
        Decision decision = decisions.get(verb.toUpperCase(Locale.ROOT));
        return Optional.ofNullable(decision).map(each -> each.answer(command)).filter(answer -> !answer.equals(USUAL));
    }
}

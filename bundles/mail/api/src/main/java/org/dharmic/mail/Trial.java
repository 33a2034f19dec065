package org.dharmic.mail;

import java.time.Duration;
import java.util.Objects;

/**
 * One step of trying an account out.
 *
 * @param what the step, for example {@code IMAP login}
 * @param passed whether it went well
 * @param detail what the server said, or what is wrong and where to mend it; one line, no secrets
 * @param took how long it took
 */
public record Trial(String what, boolean passed, String detail, Duration took) {
    public Trial {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(took, "took");
    }
}

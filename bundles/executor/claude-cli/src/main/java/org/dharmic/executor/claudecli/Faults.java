package org.dharmic.executor.claudecli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.executor.Completion;

/**
 * The meaning of the program's error texts and HTTP statuses (the API's are described at
 * https://docs.claude.com/en/api/errors). The texts themselves go no further: they may repeat what was asked.
 */
final class Faults {

    private static final Pattern LIMIT = Pattern.compile(
            "(?i)(usage|rate|session|weekly|5-hour|message) limit|limit (reached|exceeded)|hit your [\\w\\s-]{0,20}limit"
                    + "|out of [\\w\\s]{0,10}usage|too many requests");
    /** A notice is short and begins with the matter; an answer that talks about limits is an answer. */
    private static final Pattern NOTICE = Pattern.compile(
            "(?is)^\\W*(api error:?\\s*\\S*\\s*|error:?\\s*|claude\\s+(ai\\s+|code\\s+)?)?(you('|’)?ve (hit|reached) your [\\w\\s-]{0,20}limit"
                    + "|you('|’)?re out of [\\w\\s]{0,10}usage"
                    + "|(usage|rate|session|weekly|5-hour|message) limit (reached|exceeded)).*");

    private static final int LONGEST_NOTICE = 400;
    /** What the program says when the API has too much to do, or cannot be reached at the moment. */
    private static final Pattern AWAY = Pattern.compile(
            "(?i)overloaded|timed out|connection error|unable to connect|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN");

    private static final Pattern EPOCH = Pattern.compile("\\|\\s*(\\d{10})(\\d{3})?\\b");
    private static final Pattern RESETS = Pattern.compile(
            "(?i)resets?\\s+(?:at\\s+)?(\\d{1,2})(?::(\\d{2}))?\\s*(am|pm)?\\b(?:\\s*\\(([A-Za-z_]+/[A-Za-z_/]+|UTC)\\))?");

    private static final Duration LIMIT_PAUSE = Duration.ofMinutes(15);
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(24);

    private Faults() {}

    /** A text that reports a limit although it was delivered as a good answer. */
    static boolean isLimitNotice(String text) {
        return text.length() <= LONGEST_NOTICE && NOTICE.matcher(text).matches();
    }

    /**
     * What a failure means; empty when it is none of the known ones.
     *
     * @param status the HTTP status, 0 when unknown
     */
    static Optional<Completion> read(String text, int status, Instant now) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("credit balance")) {
            return retry(Duration.ofHours(1), "the account has no credit left");
        }
        if (status == 429 || LIMIT.matcher(text).find()) {
            Duration pause = untilReset(text, now).orElse(status == 429 ? Duration.ofMinutes(1) : LIMIT_PAUSE);
            return busy(pause, "usage limit reached");
        }
        if (status == 413 || lower.contains("prompt is too long")) {
            return Optional.of(new Completion.Rejected("the prompt is too long for the model"));
        }
        if (status == 401 || status == 403 || lower.contains("not logged in") || lower.contains("invalid api key")) {
            return retry(
                    Duration.ofMinutes(5),
                    "the login was refused: check auth and the secret it names in " + ClaudeCliSettings.FILE);
        }
        if (status == 404) {
            return retry(Duration.ofMinutes(5), "the model is not known: check model in " + ClaudeCliSettings.FILE);
        }
        if (status == 400) {
            return Optional.of(new Completion.Rejected("the API refused the request (HTTP 400)"));
        }
        if (status >= 500) {
            return busy(SHORTEST, "the API is overloaded or down (HTTP " + status + ")");
        }
        if (AWAY.matcher(text).find()) {
            return busy(SHORTEST, "the API is overloaded or cannot be reached");
        }
        return Optional.empty();
    }

    private static Optional<Completion> retry(Duration after, String why) {
        return Optional.of(new Completion.Retry(after, why));
    }

    /** The program and its login are in order; the model is out for a while. */
    private static Optional<Completion> busy(Duration after, String why) {
        return Optional.of(new Completion.Retry(after, why, Completion.Retry.Cause.BUSY));
    }

    /** Time until the reset that a text states: seconds since 1970 after a bar, or a time of day. */
    static Optional<Duration> untilReset(String text, Instant now) {
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.find()) {
            return Optional.of(limited(Duration.between(now, Instant.ofEpochSecond(Long.parseLong(epoch.group(1))))));
        }
        Matcher resets = RESETS.matcher(text);
        if (!resets.find() || resets.group(2) == null && resets.group(3) == null) {
            return Optional.empty();
        }
        try {
            int hour = Integer.parseInt(resets.group(1));
            if (resets.group(3) != null) {
                hour = hour % 12 + (resets.group(3).equalsIgnoreCase("pm") ? 12 : 0);
            }
            int minute = resets.group(2) == null ? 0 : Integer.parseInt(resets.group(2));
            ZoneId zone = resets.group(4) == null ? ZoneId.systemDefault() : ZoneId.of(resets.group(4));
            ZonedDateTime here = now.atZone(zone);
            ZonedDateTime reset = here.with(LocalTime.of(hour, minute));
            return Optional.of(limited(Duration.between(here, reset.isAfter(here) ? reset : reset.plusDays(1))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration limited(Duration pause) {
        return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}

package org.dharmic.vault.lucene.writing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dharmic.vault.Draft;

/**
 * Decides whether a draft may become a note. What guards the owner is never forced: that writing is on, the place, and consent.
 * What guards the quality of notes (reading first, a critique, length) becomes a warning when forced.
 */
final class Policy {

    /**
     * @param reasons why not
     * @param warnings what would be a reason without force
     * @param labels words that a person who reads the audit may want to look at; they decide nothing
     */
    record Verdict(List<String> reasons, List<String> warnings, List<String> labels) {
        boolean allowed() {
            return reasons.isEmpty();
        }
    }

    private static final Pattern HARM = Pattern.compile(
            "\\b(delete|destroy|attack|exploit|exfiltrate|hack|malware|phish|credential|steal)",
            Pattern.CASE_INSENSITIVE);

    private static final int MOST_LABELS = 10;

    private final WriteSettings settings;
    private final long maxBytes;

    Policy(WriteSettings settings, long maxBytes) {
        this.settings = settings;
        this.maxBytes = maxBytes;
    }

    Verdict of(Draft draft, String file, int bytes, Reads.Seen seen, Instant now) {
        List<String> reasons = new ArrayList<>();
        List<String> care = new ArrayList<>();
        if (!settings.enabled()) {
            reasons.add("write_disabled: write.enabled is false");
        }
        if (!settings.opens(draft.folder()) || !Names.isFolder(draft.folder())) {
            reasons.add("folder_not_allowed: write.folders does not open this folder");
        }
        if (!Names.isName(file)) {
            reasons.add("name_not_allowed: a name has no odd characters, no dot at its ends, and at most 200 bytes");
        } else if (!file.endsWith(settings.extension())) {
            reasons.add("extension_not_allowed: only " + settings.extension() + " is written");
        }
        if (bytes > maxBytes) {
            reasons.add("content_too_long: " + bytes + " bytes, more than file.max.bytes = " + maxBytes);
        }
        if (draft.text().indexOf('\0') >= 0) {
            reasons.add("content_is_binary: there is a NUL in it");
        }
        if (!draft.consent()) {
            reasons.add("consent_required: the owner has not agreed");
        }
        reading(seen, now, care);
        if (settings.critique() && draft.critique().isBlank()) {
            care.add("critique_missing: nothing is said against it");
        }
        int length = draft.text().strip().length();
        if (length < settings.minChars()) {
            care.add("content_too_short: " + length + " characters, fewer than write.min.chars = "
                    + settings.minChars());
        }
        if (!draft.force()) {
            reasons.addAll(care);
        }
        return new Verdict(
                List.copyOf(reasons),
                draft.force() ? List.copyOf(care) : List.of(),
                HARM.matcher(draft.text())
                        .results()
                        .map(MatchResult::group)
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .distinct()
                        .limit(MOST_LABELS)
                        .toList());
    }

    private void reading(Reads.Seen seen, Instant now, List<String> care) {
        if (settings.readWithin().isZero()) {
            return;
        }
        if (seen.at().isEmpty()) {
            care.add("read_before_write_missing: nothing was read since the vault was opened");
        } else if (Duration.between(seen.at().get(), now).compareTo(settings.readWithin()) > 0) {
            care.add("read_before_write_stale: nothing was read for more than "
                    + settings.readWithin().toMinutes() + " minutes");
        }
    }
}

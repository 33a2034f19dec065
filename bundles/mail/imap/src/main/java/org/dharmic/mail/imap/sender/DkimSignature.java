package org.dharmic.mail.imap.sender;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One DKIM-Signature line (RFC 6376 section 3.5), read strictly.
 *
 * @param line as it stands in the mail
 * @param domain of the signer, lower case
 * @param selector of its key
 * @param headers names of the lines it covers, lower case
 * @param tags all it says
 */
record DkimSignature(String line, String domain, String selector, List<String> headers, Tags tags) {

    /** Longer ones serve nobody but who wants to keep us busy. */
    private static final int MAX_LINE = 8 * 1024;

    private static final String NAME = "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
            + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Set<String> FORMS = Set.of("simple", "relaxed");
    /** What a reader sees of a mail, and what says to whom it was written. */
    private static final List<String> MUST_COVER = List.of("from", "to", "subject", "date");

    /** Empty when it cannot be read, or is longer than any honest one. */
    static Optional<DkimSignature> parse(String line) {
        if (line.length() > MAX_LINE) {
            return Optional.empty();
        }
        return Tags.parse(line.substring(line.indexOf(':') + 1).replace("\r\n", ""))
                .map(tags -> new DkimSignature(
                        line,
                        tags.value("d").toLowerCase(Locale.ROOT),
                        tags.value("s").toLowerCase(Locale.ROOT),
                        names(tags.value("h")),
                        tags));
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String each : list.split(":")) {
            names.add(each.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** Why it cannot vouch for anybody whatever its key is; empty when it might. */
    Optional<String> weakness() {
        if (!tags.value("v").equals("1") || !domain.matches(NAME) || !selector.matches(NAME)) {
            return Optional.of("its version, domain or selector is odd");
        }
        if (!tags.value("a").equals("rsa-sha256") && !isEd25519()) {
            return Optional.of("a=" + tags.value("a") + " is not rsa-sha256 or " + Ed25519.ALGORITHM);
        }
        if (tags.has("l")) {
            return Optional.of("l= leaves the end of the body open");
        }
        if (tags.has("q") && !tags.value("q").equals("dns/txt")) {
            return Optional.of("q=" + tags.value("q") + " is not dns/txt");
        }
        String[] forms = tags.has("c") ? tags.value("c").split("/", -1) : new String[] {"simple"};
        if (forms.length > 2 || !FORMS.containsAll(Arrays.asList(forms))) {
            return Optional.of("c=" + tags.value("c") + " is not known");
        }
        if (tags.packed("b").isEmpty() || tags.packed("bh").isEmpty()) {
            return Optional.of("it has no hash or no signature");
        }
        return MUST_COVER.stream()
                .filter(name -> !headers.contains(name))
                .findFirst()
                .map(name -> "it does not cover the " + name + " line");
    }

    boolean isEd25519() {
        return tags.value("a").equals(Ed25519.ALGORITHM);
    }

    /** Seconds of the epoch in a tag; empty when there is no such tag. */
    Optional<Long> seconds(String tag) {
        if (!tags.has(tag)) {
            return Optional.empty();
        }
        String value = tags.packed(tag);
        return Optional.of(value.matches("\\d{1,12}") ? Long.parseLong(value) : Long.MAX_VALUE); // odd: never in time
    }

    /**
     * The same for the same signed mail, however its unsigned parts were changed: the signature covers the lines and the
     * body's hash.
     */
    String mark() {
        return Digests.sha256(domain + "\n" + selector + "\n" + tags.packed("b"))
                .substring(0, 32);
    }
}

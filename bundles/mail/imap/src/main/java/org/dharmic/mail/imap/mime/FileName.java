package org.dharmic.mail.imap.mime;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of attached files: one line, no path, none twice within a mail. */
final class FileName {

    private static final int MAX = 120;
    private static final int MAX_ENDING = 12;

    private static final Map<String, String> ENDINGS = Map.of(
            "message/rfc822", "eml",
            "text/plain", "txt",
            "text/html", "html",
            "text/calendar", "ics",
            "text/csv", "csv",
            "image/jpeg", "jpg",
            "image/png", "png",
            "image/gif", "gif",
            "application/pdf", "pdf",
            "application/zip", "zip");

    private final Set<String> given = new HashSet<>();

    /**
     * @param wanted as the sender calls it, encoded words (RFC 2047) included; may be blank
     * @param type the media type, for a name where there is none
     * @param number which part of the mail it is
     */
    String of(String wanted, String type, int number) {
        String name = clean(HeaderText.words(wanted));
        if (name.isEmpty()) {
            name = "part-" + number + "." + ENDINGS.getOrDefault(type, "bin");
        }
        String unique = name;
        for (int n = 2; !given.add(unique.toLowerCase(Locale.ROOT)); n++) {
            int dot = ending(name);
            unique = name.substring(0, dot) + " (" + n + ")" + name.substring(dot);
        }
        return unique;
    }

    private static String clean(String wanted) {
        String line = HeaderText.singleLine(VisibleText.withoutInvisible(wanted));
        String last = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1)
                .strip();
        int start = 0;
        while (start < last.length() && last.charAt(start) == '.') {
            start++; // neither a folder nor a hidden file
        }
        return shortened(last.substring(start).strip());
    }

    /** Keeps the ending: it says more than the rest. */
    private static String shortened(String name) {
        if (name.length() <= MAX) {
            return name;
        }
        int dot = ending(name);
        String ending = name.substring(dot);
        return HeaderText.cut(name, MAX - ending.length()).strip() + ending;
    }

    private static int ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.length() - dot <= MAX_ENDING ? dot : name.length();
    }
}

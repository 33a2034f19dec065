package org.dharmic.vault.lucene.answer;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.vault.VaultException;

/**
 * A place in the vault as a person or a citation writes it.
 *
 * @param path relative to the vault
 * @param firstLine 0 for the whole note
 * @param lastLine 0 for the whole note
 * @param hash the hash that was cited, empty without one
 */
record Locator(String path, int firstLine, int lastLine, String hash) {

    private static final Pattern FORM =
            Pattern.compile("(.+?)(?:#L(\\d{1,9})(?:-L?(\\d{1,9}))?)?(?:@([0-9a-fA-F]{12,64}))?", Pattern.DOTALL);

    static Locator parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new VaultException("'" + text + "' names no note: write path, path#L12 or path#L12-L18");
        }
        int first = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
        int last = form.group(3) == null ? first : Integer.parseInt(form.group(3));
        if (form.group(2) != null && (first < 1 || last < first)) {
            throw new VaultException("lines count from 1 and the last is not before the first, was '" + text + "'");
        }
        return new Locator(
                form.group(1),
                first,
                last,
                form.group(4) == null ? "" : form.group(4).toLowerCase(Locale.ROOT));
    }
}

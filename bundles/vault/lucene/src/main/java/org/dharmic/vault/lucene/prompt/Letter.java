package org.dharmic.vault.lucene.prompt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.dharmic.vault.lucene.query.Clause;
import org.dharmic.vault.lucene.query.Clause.Field;
import org.dharmic.vault.lucene.query.Clause.Kind;
import org.dharmic.vault.lucene.query.Clause.Occur;
import org.dharmic.vault.lucene.query.QueryText;

/**
 * What is looked for when a letter is to be answered. A letter is not a query: nothing in it is an operator, and its subject
 * counts half, because subjects outlive what a conversation has come to.
 */
public final class Letter {

    private static final float SUBJECT_WEIGHT = 0.5f;
    /** A subject that stands in a note's title names the note. */
    private static final float SUBJECT_IN_TITLE_WEIGHT = 2f;

    private static final Pattern REPLY =
            Pattern.compile("^\\s*(?:(?:re|aw|antw|sv|fwd?|wg|tr)(?:\\[\\d+])?\\s*:\\s*)+", Pattern.CASE_INSENSITIVE);

    private Letter() {}

    /** The words of the question, those of the subject that are not among them, and the subject as a title. */
    public static List<Clause> clauses(String subject, String text) {
        List<Clause> question = QueryText.plain(text, 1f);
        Set<String> seen = new HashSet<>();
        question.forEach(clause -> seen.add(clause.text().toLowerCase(Locale.ROOT)));
        List<Clause> clauses = new ArrayList<>(question);
        String topic = REPLY.matcher(subject).replaceFirst("").strip();
        if (!topic.isEmpty()) {
            clauses.add(new Clause(Field.TITLE, Kind.PHRASE, Occur.MAY, topic, SUBJECT_IN_TITLE_WEIGHT));
        }
        for (Clause word : QueryText.plain(topic, text.isBlank() ? 1f : SUBJECT_WEIGHT)) {
            if (seen.add(word.text().toLowerCase(Locale.ROOT))) {
                clauses.add(word);
            }
        }
        return clauses;
    }
}

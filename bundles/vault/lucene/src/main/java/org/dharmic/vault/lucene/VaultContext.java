package org.dharmic.vault.lucene;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.dharmic.vault.lucene.Clause.Field;
import org.dharmic.vault.lucene.Clause.Kind;
import org.dharmic.vault.lucene.Clause.Occur;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * Contributes passages of the vault to a prompt. A letter is not a query: nothing in it is an operator, and its subject
 * counts half, because subjects outlive what a conversation has come to.
 */
@Component(service = ContextContributor.class, configurationPid = Settings.PID)
public final class VaultContext implements ContextContributor {

    private static final String NAME = "vault";
    private static final float SUBJECT_WEIGHT = 0.5f;
    /** A subject that stands in a note's title names the note. */
    private static final float SUBJECT_IN_TITLE_WEIGHT = 2f;

    private static final Pattern REPLY =
            Pattern.compile("^\\s*(?:(?:re|aw|antw|sv|fwd?|wg|tr)(?:\\[\\d+])?\\s*:\\s*)+", Pattern.CASE_INSENSITIVE);

    private final Passages passages;
    private volatile int limit;

    /** @param config only {@code context.passages} is of interest here */
    @Activate
    public VaultContext(@Reference Passages passages, VaultConfig config) {
        this.passages = passages;
        this.limit = config.context_passages();
    }

    @Modified
    void modified(VaultConfig config) {
        limit = config.context_passages();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        int most = limit;
        List<Clause> clauses = clauses(inquiry.subject(), inquiry.text());
        if (most == 0 || maxChars <= 0 || clauses.isEmpty()) {
            return List.of();
        }
        return passages.best(clauses, inquiry.scope(), most, maxChars).stream()
                .map(VaultContext::block)
                .toList();
    }

    private static ContextBlock block(PassageReader.WholeLines lines) {
        String locator = lines.path() + "#L" + lines.firstLine() + "-L" + lines.lastLine();
        String headings = Headings.below(lines.title(), lines.heading());
        String title = headings.isEmpty() ? lines.title() : lines.title() + Headings.JOINT + headings;
        title = title.replace(Headings.JOINT, " › "); // for people
        return new ContextBlock(NAME, locator, title, lines.text(), lines.score(), Trust.DOCUMENT);
    }

    /** The words of the question, those of the subject that are not among them, and the subject as a title. */
    static List<Clause> clauses(String subject, String text) {
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

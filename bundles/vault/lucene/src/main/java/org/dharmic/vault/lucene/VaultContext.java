package org.dharmic.vault.lucene;

import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.dharmic.vault.lucene.markdown.Headings;
import org.dharmic.vault.lucene.prompt.Letter;
import org.dharmic.vault.lucene.prompt.WholeLines;
import org.dharmic.vault.lucene.query.Clause;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Contributes passages of the vault to a prompt. */
@Component(service = ContextContributor.class, configurationPid = Settings.PID)
public final class VaultContext implements ContextContributor {

    private static final String NAME = "vault";

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
        List<Clause> clauses = Letter.clauses(inquiry.subject(), inquiry.text());
        if (most == 0 || maxChars <= 0 || clauses.isEmpty()) {
            return List.of();
        }
        return passages.best(clauses, inquiry.scope(), most, maxChars).stream()
                .map(VaultContext::block)
                .toList();
    }

    private static ContextBlock block(WholeLines lines) {
        String locator = lines.path() + "#L" + lines.firstLine() + "-L" + lines.lastLine();
        String headings = Headings.below(lines.title(), lines.heading());
        String title = headings.isEmpty() ? lines.title() : lines.title() + Headings.JOINT + headings;
        title = title.replace(Headings.JOINT, " › "); // for people
        return new ContextBlock(NAME, locator, title, lines.text(), lines.score(), Trust.DOCUMENT);
    }
}

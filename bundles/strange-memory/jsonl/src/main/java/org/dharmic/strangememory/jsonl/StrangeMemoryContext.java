package org.dharmic.strangememory.jsonl;

import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The last observations and how they were met. They tell what everybody wrote, so whoever may see a part of the vault only
 * gets none of them. Same house: a static reference is right.
 */
@Component(service = ContextContributor.class)
public final class StrangeMemoryContext implements ContextContributor {

    private static final String NAME = "strange-memory";
    private static final String UNLIMITED = "all";

    private final JsonlStrangeMemory memory;

    @Activate
    public StrangeMemoryContext(@Reference JsonlStrangeMemory memory) {
        this.memory = memory;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        if (!inquiry.scope().equals(UNLIMITED)) {
            return List.of();
        }
        String text = memory.text();
        if (text.isEmpty() || maxChars < 1) {
            return List.of();
        }
        return List.of(new ContextBlock(NAME, "", "What happened lately", cut(text, maxChars), 0, Trust.MEMORY));
    }

    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }
}

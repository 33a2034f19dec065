package org.dharmic.strangememory.jsonl;

import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The last observations and how they were met, in every prompt. Same house: a static reference is right. */
@Component(service = ContextContributor.class)
public final class StrangeMemoryContext implements ContextContributor {

    private static final String NAME = "strange-memory";

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

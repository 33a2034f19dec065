package org.dharmic.agent.core.prompt;

import java.util.ArrayList;
import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;

/** Contributes the same documents to every question. */
public record FakeContributor(String name, List<String> texts) implements ContextContributor {

    public FakeContributor(String name, String... texts) {
        this(name, List.of(texts));
    }

    @Override
    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        List<ContextBlock> blocks = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            blocks.add(new ContextBlock(name, name + ".md#L" + i + "-L" + i, "", texts.get(i), 0, Trust.DOCUMENT));
        }
        return blocks;
    }
}

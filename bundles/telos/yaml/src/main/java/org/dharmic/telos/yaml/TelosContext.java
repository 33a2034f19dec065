package org.dharmic.telos.yaml;

import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.context.Trust;
import org.dharmic.telos.Telos;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The orientation in every prompt. Same house: a static reference is right. */
@Component
public final class TelosContext implements ContextContributor {

    private static final String NAME = "telos";

    private final Telos telos;

    @Activate
    public TelosContext(@Reference Telos telos) {
        this.telos = telos;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        String prompt = telos.orientationPrompt();
        if (prompt.isEmpty() || maxChars < 1) {
            return List.of();
        }
        return List.of(new ContextBlock(NAME, "telos.yaml", "Telos", cut(prompt, maxChars), 0, Trust.ORIENTATION));
    }

    /** The aims stand first, so that a small budget cuts attractors. */
    private static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }
}

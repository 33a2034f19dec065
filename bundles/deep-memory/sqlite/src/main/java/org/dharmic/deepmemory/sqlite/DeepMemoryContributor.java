package org.dharmic.deepmemory.sqlite;

import java.util.List;
import org.dharmic.context.ContextBlock;
import org.dharmic.context.ContextContributor;
import org.dharmic.context.Inquiry;
import org.dharmic.deepmemory.DeepMemory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives the memory a voice in every prompt. Comes and goes with the memory, which stands in the same bundle. */
@Component
public final class DeepMemoryContributor implements ContextContributor {

    private final MemoryContext context;

    @Activate
    public DeepMemoryContributor(@Reference DeepMemory memory) {
        context = new MemoryContext(memory);
    }

    @Override
    public String name() {
        return MemoryContext.NAME;
    }

    @Override
    public List<ContextBlock> contribute(Inquiry inquiry, int maxChars) {
        return context.contribute(inquiry, maxChars);
    }
}

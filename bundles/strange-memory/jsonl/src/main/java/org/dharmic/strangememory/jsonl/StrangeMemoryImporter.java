package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dharmic.platform.Importer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes over the layers of another folder. Same house: a static reference is right. */
@Component
public final class StrangeMemoryImporter implements Importer {

    private final JsonlStrangeMemory memory;

    @Activate
    public StrangeMemoryImporter(@Reference JsonlStrangeMemory memory) {
        this.memory = memory;
    }

    @Override
    public String name() {
        return "strange-memory";
    }

    @Override
    public List<String> importFrom(Path folder) throws IOException {
        return memory.takeOver(folder);
    }
}

package org.dharmic.strangememory.jsonl;

import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.configuration.KeyRules;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: whether the layers can lie where they shall. */
@Component(property = ConfigCheck.PID + "=" + JsonlStrangeMemory.PID)
public final class JsonlConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public JsonlConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        return KeyRules.of(JsonlStrangeMemory.PID, set)
                .key("folder", this::canBe, "a folder or not exist yet, below one that can be written to")
                .problems();
    }

    private boolean canBe(String folder) {
        return PrivateFiles.canBeFolder(DataFolder.resolve(context, folder, "strange-memory"));
    }
}

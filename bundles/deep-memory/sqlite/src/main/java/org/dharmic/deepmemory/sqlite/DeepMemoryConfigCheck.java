package org.dharmic.deepmemory.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
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

/** Checks what types and ranges cannot say: whether the files can lie where they shall, and that there is an owner. */
@Component(property = ConfigCheck.PID + "=" + DeepMemoryComponent.PID)
public final class DeepMemoryConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public DeepMemoryConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        return KeyRules.of(DeepMemoryComponent.PID, set)
                .key("owner", owner -> !owner.isBlank(), "not blank")
                .key(
                        "file",
                        file -> file.isBlank() || canBeFile(file),
                        "a file or not exist yet, below a folder that can be written to")
                .key("identity.file", file -> file.isBlank() || !isFolder(file), "a file or not exist yet")
                .problems();
    }

    private boolean canBeFile(String configured) {
        Path file = DataFolder.resolve(context, configured, "");
        return Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file) && Files.isWritable(file.getParent())
                : PrivateFiles.canBeFolder(file.getParent());
    }

    private boolean isFolder(String configured) {
        return Files.isDirectory(DataFolder.resolve(context, configured, ""));
    }
}

package org.dharmic.deepmemory.sqlite;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
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
        List<ConfigProblem> problems = new ArrayList<>();
        if (set.get("owner") instanceof String owner && owner.isBlank()) {
            problems.add(problem("owner", owner, "not blank"));
        }
        if (set.get("file") instanceof String file && !file.isBlank() && !canBeFile(file)) {
            problems.add(problem("file", file, "a file or not exist yet, below a folder that can be written to"));
        }
        if (set.get("identity.file") instanceof String identity && !identity.isBlank() && isFolder(identity)) {
            problems.add(problem("identity.file", identity, "a file or not exist yet"));
        }
        return problems;
    }

    private boolean canBeFile(String configured) {
        try {
            Path file = DataFolder.resolve(context, configured, "");
            if (Files.exists(file)) {
                return Files.isRegularFile(file) && Files.isWritable(file) && Files.isWritable(file.getParent());
            }
            Path above = file.getParent();
            while (above != null && !Files.exists(above)) {
                above = above.getParent();
            }
            return above != null && Files.isDirectory(above) && Files.isWritable(above);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private boolean isFolder(String configured) {
        try {
            return Files.isDirectory(DataFolder.resolve(context, configured, ""));
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private static ConfigProblem problem(String key, String value, String expected) {
        return new ConfigProblem(DeepMemoryComponent.PID, key, value, expected, DeepMemorySettings.FILE);
    }
}

package org.dharmic.platform.secrets;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: whether the secrets can lie where they shall. */
@Component(property = ConfigCheck.PID + "=" + SecretFiles.PID)
public final class SecretsConfigCheck implements ConfigCheck {

    private final Path etc;

    @Activate
    public SecretsConfigCheck(BundleContext context) {
        etc = SecretFiles.etc(context);
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        Object folder = set.get("folder");
        // One that is missing is no mistake: nothing may need a secret yet.
        return folder == null || canBe(folder.toString())
                ? List.of()
                : List.of(new ConfigProblem(
                        SecretFiles.PID,
                        "folder",
                        folder.toString(),
                        "a folder or not exist yet",
                        "etc/" + SecretFiles.PID + ".cfg"));
    }

    private boolean canBe(String configured) {
        try {
            Path folder = SecretsSettings.folder(configured, etc);
            return !Files.exists(folder) || Files.isDirectory(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

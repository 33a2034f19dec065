package org.dharmic.platform.secrets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.configuration.KeyRules;
import org.dharmic.support.osgi.EtcFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: whether the secrets can lie where they shall. */
@Component(property = ConfigCheck.PID + "=" + SecretFiles.PID)
public final class SecretsConfigCheck implements ConfigCheck {

    private final Path etc;

    @Activate
    public SecretsConfigCheck(BundleContext context) {
        etc = EtcFolder.of(context);
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        return KeyRules.of(SecretFiles.PID, set)
                .key("folder", this::canBe, "a folder or not exist yet")
                .problems();
    }

    /** One that is missing is no mistake: nothing may need a secret yet. */
    private boolean canBe(String configured) {
        Path folder = SecretsSettings.folder(configured, etc);
        return !Files.exists(folder) || Files.isDirectory(folder);
    }
}

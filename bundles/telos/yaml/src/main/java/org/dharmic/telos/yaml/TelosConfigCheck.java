package org.dharmic.telos.yaml;

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

/** Checks what types and ranges cannot say: whether the telos can be read from where it shall. */
@Component(property = ConfigCheck.PID + "=" + YamlTelos.PID)
public final class TelosConfigCheck implements ConfigCheck {

    private final Path etc;

    @Activate
    public TelosConfigCheck(BundleContext context) {
        etc = EtcFolder.of(context);
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        return KeyRules.of(YamlTelos.PID, set)
                .key("file", this::canBe, "a file or not exist yet, in a folder that is there")
                .problems();
    }

    /** One that is missing is no mistake: telos:init makes it. */
    private boolean canBe(String configured) {
        Path file = TelosSettings.file(configured, etc);
        return Files.exists(file)
                ? Files.isRegularFile(file) && Files.isReadable(file)
                : Files.isDirectory(file.getParent());
    }
}

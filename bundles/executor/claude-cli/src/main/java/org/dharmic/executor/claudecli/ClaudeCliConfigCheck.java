package org.dharmic.executor.claudecli;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.configuration.KeyRules;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say, above all that nothing reads as an option of the program. */
@Component(property = ConfigCheck.PID + "=" + ClaudeCliExecutor.PID)
public final class ClaudeCliConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public ClaudeCliConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        return KeyRules.of(ClaudeCliExecutor.PID, set)
                .key("command", value -> !value.isBlank(), "the name or path of a program")
                .key("model", value -> matches(ClaudeCliSettings.MODEL, value), "a model's name or empty")
                .key("base.url", value -> matches(ClaudeCliSettings.BASE_URL, value), "empty or an http(s) address")
                .key("folder", this::canBe, "a folder that this user may write in, or may make")
                .problems();
    }

    private static boolean matches(Pattern pattern, String value) {
        return pattern.matcher(value.strip()).matches();
    }

    private boolean canBe(String folder) {
        return PrivateFiles.canBeFolder(DataFolder.resolve(context, folder, "executor-claude-cli"));
    }
}

package org.dharmic.executor.claudecli;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
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
        List<ConfigProblem> problems = new ArrayList<>();
        check(set, "command", value -> !value.isEmpty(), "the name or path of a program", problems);
        check(
                set,
                "model",
                value -> ClaudeCliSettings.MODEL.matcher(value).matches(),
                "a model's name or empty",
                problems);
        check(
                set,
                "base.url",
                value -> ClaudeCliSettings.BASE_URL.matcher(value).matches(),
                "empty or an http(s) address",
                problems);
        check(set, "folder", this::canBe, "a folder that this user may write in, or may make", problems);
        return problems;
    }

    private static void check(
            Map<String, Object> set,
            String key,
            Predicate<String> good,
            String expected,
            List<ConfigProblem> problems) {
        Object value = set.get(key);
        if (value != null && !good.test(value.toString().strip())) {
            problems.add(
                    new ConfigProblem(ClaudeCliExecutor.PID, key, value.toString(), expected, ClaudeCliSettings.FILE));
        }
    }

    private boolean canBe(String configured) {
        try {
            return DataFolder.canBe(DataFolder.resolve(context, configured, "executor-claude-cli"));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

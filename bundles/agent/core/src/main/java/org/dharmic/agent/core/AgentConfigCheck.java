package org.dharmic.agent.core;

import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: whether the budget can be kept where it shall. */
@Component(property = ConfigCheck.PID + "=" + AgentCore.PID)
public final class AgentConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public AgentConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        Object folder = set.get("folder");
        return folder == null || canBe(folder.toString())
                ? List.of()
                : List.of(new ConfigProblem(
                        AgentCore.PID,
                        "folder",
                        folder.toString(),
                        "a folder that this user may write in, or may make",
                        "etc/" + AgentCore.PID + ".cfg"));
    }

    private boolean canBe(String configured) {
        try {
            return DataFolder.canBe(DataFolder.resolve(context, configured, "agent"));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

package org.dharmic.agent.core;

import java.util.List;
import java.util.Map;
import org.dharmic.agent.core.answer.Redaction;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.configuration.KeyRules;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: whether files can be kept where they shall, and what a pattern is. */
@Component(property = ConfigCheck.PID + "=" + AgentCore.PID)
public final class AgentConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public AgentConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        return KeyRules.of(AgentCore.PID, set)
                .key("folder", this::canBe, "a folder that this user may write in, or may make")
                .key("redact.pattern", Redaction::isPattern, "a regular expression, or empty")
                .problems();
    }

    private boolean canBe(String folder) {
        return PrivateFiles.canBeFolder(DataFolder.resolve(context, folder, "agent"));
    }
}

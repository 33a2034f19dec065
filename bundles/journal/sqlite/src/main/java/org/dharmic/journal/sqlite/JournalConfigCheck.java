package org.dharmic.journal.sqlite;

import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.support.osgi.DataFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: whether the journal can lie where it shall. */
@Component(property = ConfigCheck.PID + "=" + JournalComponent.PID)
public final class JournalConfigCheck implements ConfigCheck {

    private final BundleContext context;

    @Activate
    public JournalConfigCheck(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        Object folder = set.get("folder");
        return folder == null || canBe(folder.toString())
                ? List.of()
                : List.of(new ConfigProblem(
                        JournalComponent.PID,
                        "folder",
                        folder.toString(),
                        "a folder that this user may write in, or may make",
                        "etc/" + JournalComponent.PID + ".cfg"));
    }

    private boolean canBe(String configured) {
        try {
            return DataFolder.canBe(DataFolder.resolve(context, configured, "journal"));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

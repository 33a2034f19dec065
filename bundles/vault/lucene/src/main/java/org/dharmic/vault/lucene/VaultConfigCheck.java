package org.dharmic.vault.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dharmic.platform.ConfigCheck;
import org.dharmic.platform.ConfigProblem;
import org.osgi.service.component.annotations.Component;

/** Checks what types and ranges cannot say: scopes, globs and the mode. */
@Component(property = ConfigCheck.PID + "=" + Settings.PID)
public final class VaultConfigCheck implements ConfigCheck {

    @Override
    public List<ConfigProblem> check(Map<String, Object> set) {
        List<ConfigProblem> problems = new ArrayList<>();
        check(
                set,
                "scopes",
                "name=folder1|folder2 separated by commas, each name once, none of them 'all'",
                problems,
                Scopes::parse);
        check(set, "include", "globs separated by commas", problems, value -> Globs.parse(value, ""));
        check(set, "exclude", "globs separated by commas", problems, value -> Globs.parse("", value));
        check(set, "index.mode", "lucene or scan", problems, Settings.Mode::parse);
        return problems;
    }

    private interface Parser {
        Object parse(String value);
    }

    private static void check(
            Map<String, Object> set, String key, String expected, List<ConfigProblem> problems, Parser parser) {
        Object value = set.get(key);
        if (value == null) {
            return;
        }
        try {
            parser.parse(value.toString());
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigProblem(Settings.PID, key, value.toString(), expected, Settings.FILE));
        }
    }
}

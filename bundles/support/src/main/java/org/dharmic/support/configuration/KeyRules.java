package org.dharmic.support.configuration;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dharmic.platform.ConfigProblem;

/** What a room's ConfigCheck finds in one set, key by key. A key that is not set is right. For one thread. */
public final class KeyRules {

    private final String pid;
    private final Map<String, Object> set;
    private final List<ConfigProblem> problems = new ArrayList<>();

    private KeyRules(String pid, Map<String, Object> set) {
        this.pid = pid;
        this.set = set;
    }

    /** @param pid of the room, which also names the file */
    public static KeyRules of(String pid, Map<String, Object> set) {
        return new KeyRules(pid, set);
    }

    /**
     * Adds a rule.
     *
     * @param good may throw {@link InvalidPathException}, for a value that is no path at all
     * @param expected what would be right, as it follows "must be"
     */
    public KeyRules key(String key, Predicate<String> good, String expected) {
        Object value = set.get(key);
        if (value != null && !isGood(good, value.toString())) {
            problems.add(new ConfigProblem(pid, key, value.toString(), expected, "etc/" + pid + ".cfg"));
        }
        return this;
    }

    private static boolean isGood(Predicate<String> good, String value) {
        try {
            return good.test(value);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** In the order of the rules; empty when the set is right. */
    public List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }
}

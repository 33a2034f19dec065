package org.dharmic.swap.osgi;

import java.util.HashMap;
import java.util.Map;
import org.dharmic.swap.jar.Matching;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** Filters as the framework understands them. Each is compiled once for a plan's many comparisons. */
public final class Filters implements Matching {

    private static final int MOST = 500;

    private final Map<String, Filter> compiled = new HashMap<>();

    @Override
    public boolean matches(String filter, Map<String, Object> attributes) {
        return compile(filter).matches(attributes);
    }

    private synchronized Filter compile(String filter) {
        if (compiled.size() > MOST) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(filter, text -> {
            try {
                return FrameworkUtil.createFilter(text);
            } catch (InvalidSyntaxException e) {
                throw new IllegalArgumentException("'" + text + "' is no filter: " + e.getMessage(), e);
            }
        });
    }
}

package org.dharmic.configguard.room;

import java.util.Map;
import java.util.function.Supplier;

/** A component as rooms are: it takes a size from 1 to 9 and throws at anything else. */
public final class Room implements Supplier<String> {

    private volatile String size = "";
    private final StringBuffer trace = new StringBuffer();

    public void activate(Map<String, Object> configuration) {
        size = traced(configuration);
    }

    public void modified(Map<String, Object> configuration) {
        size = traced(configuration);
    }

    private String traced(Map<String, Object> configuration) {
        String checked = checked(configuration);
        trace.append(trace.isEmpty() ? "" : " ").append(checked);
        return checked;
    }

    private static String checked(Map<String, Object> configuration) {
        int size = Integer.parseInt(String.valueOf(configuration.get("size")));
        if (size < 1 || size > 9) {
            throw new IllegalArgumentException("size must be 1 to 9, was " + size);
        }
        return String.valueOf(size);
    }

    /** All sizes it ever had, in a form that needs no class of its own. */
    @Override
    public String toString() {
        return trace.toString();
    }

    @Override
    public String get() {
        return size;
    }
}

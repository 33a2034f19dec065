package org.dharmic.configguard.room;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A component of another house: it refers to all suppliers, asks the highest ranked, and tells what that one says. */
public final class Neighbour implements Callable<Object> {

    private final Map<Supplier<?>, Integer> suppliers = new ConcurrentHashMap<>();

    public void bind(Supplier<?> arrived, Map<String, ?> properties) {
        suppliers.put(arrived, properties.get("service.ranking") instanceof Integer ranking ? ranking : 0);
    }

    public void unbind(Supplier<?> left) {
        suppliers.remove(left);
    }

    @Override
    public Object call() {
        return suppliers.entrySet().stream()
                .max(Comparator.comparing(Map.Entry::getValue))
                .map(best -> best.getKey().get())
                .orElse(null);
    }
}

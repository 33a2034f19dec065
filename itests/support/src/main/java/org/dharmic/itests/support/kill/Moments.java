package org.dharmic.itests.support.kill;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dharmic.journal.Journal;
import org.dharmic.journal.Step;

/**
 * The points before and after each durable step. At the one that was chosen the time stands still: its thread does not go
 * on, and neither does any other that comes to a journal, so that nothing more becomes durable until the process is killed.
 *
 * <p>A point is named {@code before:Sent} or {@code after:Ready} by the class of the step, {@code before:accept} by the
 * method where there is no step. Where several items take it together, it is passed as often.
 */
final class Moments {

    /** These only look, or are asked over and over again without an effect that lasts. */
    private static final Set<String> UNCOUNTED =
            Set.of("lease", "leaseFor", "find", "history", "stats", "cursor", "read", "pendingEvents");

    private final Map<String, AtomicInteger> passed = new ConcurrentHashMap<>();
    private final Consumer<String> reached;
    private final String chosen;
    private final int crossing;
    private volatile boolean still;

    /**
     * @param chosen {@code after:Ready#3} for the third time; empty for none
     * @param reached told once
     */
    Moments(String chosen, Consumer<String> reached) {
        String[] parts = chosen.split("#", 2);
        this.chosen = parts[0];
        this.crossing = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
        this.reached = reached;
    }

    /** A thread comes to a point; it does not return when time stands still. */
    void pass(String point) {
        int count = passed.computeIfAbsent(point, name -> new AtomicInteger()).incrementAndGet();
        if (point.equals(chosen) && count == crossing) {
            still = true;
            reached.accept(point);
        }
        standStill();
    }

    private void standStill() {
        while (still) {
            LockSupport.park(this);
        }
    }

    Journal around(Journal journal) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(journal, arguments);
            }
            standStill();
            List<String> names = names(method, arguments);
            if (UNCOUNTED.contains(method.getName())) {
                return call(journal, method, arguments);
            }
            names.forEach(name -> pass("before:" + name));
            Object result = call(journal, method, arguments);
            names.forEach(name -> pass("after:" + name));
            return result;
        };
        return (Journal)
                Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, handler);
    }

    private static Object call(Journal journal, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(journal, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** One for each item that the call is about. */
    private static List<String> names(Method method, Object[] arguments) {
        List<Object> all = arguments == null ? List.of() : Arrays.asList(arguments);
        Stream<Object> flat =
                all.stream().flatMap(each -> each instanceof Map<?, ?> map ? map.values().stream() : Stream.of(each));
        List<String> steps = flat.filter(Step.class::isInstance)
                .map(step -> step.getClass().getSimpleName())
                .toList();
        int items = all.stream()
                .filter(Collection.class::isInstance)
                .mapToInt(each -> ((Collection<?>) each).size())
                .findFirst()
                .orElse(1);
        return steps.size() > 1 ? steps : Collections.nCopies(items, steps.isEmpty() ? method.getName() : steps.get(0));
    }
}

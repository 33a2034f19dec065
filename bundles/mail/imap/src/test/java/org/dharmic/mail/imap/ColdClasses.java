package org.dharmic.mail.imap;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A revision of this bundle of its own, of which no class is loaded yet. For one thread. */
final class ColdClasses extends URLClassLoader {

    private static final String OURS = ColdClasses.class.getPackageName();

    private final TreeMap<String, URL> loaded = new TreeMap<>();

    /** @param some each from another place that is to be searched */
    ColdClasses(Class<?>... some) {
        super(Arrays.stream(some).map(ColdClasses::place).toArray(URL[]::new), ColdClasses.class.getClassLoader());
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> type = findLoadedClass(name);
            if (type == null) {
                type = findClass(name);
                loaded.put(name, place(type));
            }
            return type;
        }
    }

    /** Runs one of our classes as it is here. */
    void run(Class<? extends Runnable> type) throws ReflectiveOperationException {
        ((Runnable) loadClass(type.getName()).getDeclaredConstructor().newInstance()).run();
    }

    /** What was loaded so far from where this one comes from. */
    Set<String> loaded(Class<?> companion) {
        String place = place(companion).toString();
        return loaded.entrySet().stream()
                .filter(each -> each.getValue().toString().equals(place))
                .map(each -> each.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

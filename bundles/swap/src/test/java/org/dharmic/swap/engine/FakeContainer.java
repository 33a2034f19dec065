package org.dharmic.swap.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dharmic.swap.jar.BundleManifest;
import org.dharmic.swap.jar.JarReader;
import org.dharmic.swap.jar.Requirement;
import org.dharmic.swap.jar.UnusableJar;
import org.osgi.framework.Version;

/** Bundles that are only remembered. Each deed may fail, or the process may be killed in it. */
final class FakeContainer implements Container {

    /** As a kill: nobody catches it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final Map<Long, Running> bundles = new TreeMap<>();
    private final Map<Long, List<Dependent>> dependents = new TreeMap<>();
    final List<String> deeds = new ArrayList<>();

    /** Versions whose components fail when they are started. */
    final Set<String> broken = new TreeSet<>();

    /** Filters that nobody provides. */
    final Set<String> missing = new TreeSet<>();

    int failAt = -1;
    int killAt = -1;
    long self = 99;

    long add(String symbolicName, String version, String location, int level) {
        long id = bundles.size() + 1L;
        bundles.put(id, new Running(id, symbolicName, new Version(version), location, level, "active", true, false, 0));
        return id;
    }

    void wire(long user, long provider, String filter) {
        dependents
                .computeIfAbsent(provider, id -> new ArrayList<>())
                .add(new Dependent(
                        user,
                        bundles.get(user).symbolicName(),
                        new Requirement("osgi.wiring.package", filter, false, filter)));
    }

    String version(String symbolicName) {
        return bundles.values().stream()
                .filter(bundle -> bundle.symbolicName().equals(symbolicName))
                .map(bundle -> bundle.version() + (bundle.active() ? "" : " stopped"))
                .findFirst()
                .orElse("gone");
    }

    private void deed(String what) throws StepFailed {
        deeds.add(what);
        if (deeds.size() == killAt) {
            throw new Killed();
        }
        if (deeds.size() == failAt) {
            throw new StepFailed(what + " failed");
        }
    }

    @Override
    public List<Running> bundles() {
        return List.copyOf(bundles.values());
    }

    @Override
    public long self() {
        return self;
    }

    @Override
    public boolean provides(Requirement requirement, Set<Long> without) {
        return !missing.contains(requirement.filter());
    }

    @Override
    public boolean serves(Requirement requirement, Set<Long> without) {
        return !missing.contains(requirement.filter());
    }

    @Override
    public Set<Long> closure(Collection<Long> ids) {
        Set<Long> closure = new HashSet<>(ids);
        ids.forEach(id -> dependents(id).forEach(dependent -> closure.add(dependent.id())));
        return closure;
    }

    @Override
    public List<Dependent> dependents(long id) {
        return dependents.getOrDefault(id, List.of());
    }

    @Override
    public Condition condition(long id, Duration limit) {
        Running bundle = bundles.get(id);
        boolean fails = broken.contains(bundle.version().toString());
        return new Condition(
                bundle.version(),
                bundle.active(),
                Map.of("C", fails ? 0 : 1),
                Map.of(),
                fails ? Map.of("C", "it is broken") : Map.of(),
                List.of(),
                Map.of());
    }

    @Override
    public Optional<Path> jar(long id) {
        return Optional.empty();
    }

    private void set(long id, Version version, boolean active) {
        Running is = bundles.get(id);
        bundles.put(
                id,
                new Running(
                        id, is.symbolicName(), version, is.location(), is.level(), "", active, false, deeds.size()));
    }

    @Override
    public void stop(long id) throws StepFailed {
        deed("stop " + id);
        set(id, bundles.get(id).version(), false);
    }

    @Override
    public void update(long id, Path jar) throws StepFailed {
        deed("update " + id);
        try {
            set(id, JarReader.readInPlace(jar).manifest().version(), false);
        } catch (UnusableJar e) {
            throw new StepFailed(e.getMessage(), e);
        }
    }

    @Override
    public void start(long id) throws StepFailed {
        deed("start " + id);
        set(id, bundles.get(id).version(), true);
    }

    @Override
    public long install(String location, Path jar, int level) throws StepFailed {
        deed("install " + location);
        try {
            long id = 1000L + deeds.size();
            BundleManifest manifest = JarReader.readInPlace(jar).manifest();
            bundles.put(
                    id,
                    new Running(id, manifest.symbolicName(), manifest.version(), location, level, "", false, false, 0));
            return id;
        } catch (UnusableJar e) {
            throw new StepFailed(e.getMessage(), e);
        }
    }

    @Override
    public void uninstall(long id) throws StepFailed {
        deed("uninstall " + id);
        bundles.remove(id);
    }

    @Override
    public void refresh(Collection<Long> ids, Duration limit) throws StepFailed {
        deed("refresh " + new TreeSet<>(ids));
    }

    @Override
    public Pause watch(Set<Long> ids) {
        return new Pause() {
            @Override
            public void include(long id) {
                ids.add(id);
            }

            @Override
            public Duration soFar() {
                return Duration.ofMillis(7);
            }

            @Override
            public void close() {
                deeds.add("measured");
            }
        };
    }
}

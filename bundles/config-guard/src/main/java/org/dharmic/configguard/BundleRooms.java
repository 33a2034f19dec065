package org.dharmic.configguard;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.dharmic.launcher.metatype.MetatypeXml;
import org.dharmic.launcher.metatype.Schema;
import org.dharmic.platform.ConfigCheck;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a room says about its configuration in its bundle; reads each revision once. */
final class BundleRooms implements Guard.Rooms {

    static final String OURS = "org.dharmic.";

    private static final Logger LOG = LoggerFactory.getLogger(BundleRooms.class);
    private static final String METATYPE = "OSGI-INF/metatype";

    private record Revision(long lastModified, Map<String, Schema> schemas) {}

    private final BundleContext context;
    private final Map<Long, Revision> revisions = new ConcurrentHashMap<>();
    private final Map<String, ConfigCheck> checks = new ConcurrentHashMap<>();

    BundleRooms(BundleContext context) {
        this.context = context;
    }

    void arrived(String pid, ConfigCheck check) {
        checks.put(pid, check);
    }

    void left(String pid, ConfigCheck check) {
        checks.remove(pid, check);
    }

    @Override
    public Optional<ConfigCheck> check(String pid) {
        return Optional.ofNullable(checks.get(pid));
    }

    @Override
    public Optional<Schema> schema(String pid) {
        Bundle[] bundles = context.getBundles();
        // A PID is nearly always its bundle's name: then no other bundle is opened.
        for (Bundle bundle : bundles) {
            if (pid.equals(bundle.getSymbolicName())) {
                Schema schema = schemas(bundle).get(pid);
                if (schema != null) {
                    return Optional.of(schema);
                }
            }
        }
        for (Bundle bundle : bundles) {
            if (bundle.getSymbolicName() != null && bundle.getSymbolicName().startsWith(OURS)) {
                Schema schema = schemas(bundle).get(pid);
                if (schema != null) {
                    return Optional.of(schema);
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, Schema> schemas(Bundle bundle) {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            revisions.remove(bundle.getBundleId());
            return Map.of();
        }
        long lastModified = bundle.getLastModified();
        return revisions
                .compute(
                        bundle.getBundleId(),
                        (id, known) -> known != null && known.lastModified() == lastModified
                                ? known
                                : new Revision(lastModified, read(bundle)))
                .schemas();
    }

    private static Map<String, Schema> read(Bundle bundle) {
        Map<String, Schema> schemas = new HashMap<>();
        String owner = bundle.getSymbolicName() + " " + bundle.getVersion();
        Enumeration<String> paths = bundle.getEntryPaths(METATYPE);
        for (String path : paths == null ? Collections.<String>emptyList() : Collections.list(paths)) {
            URL document = path.endsWith(".xml") ? bundle.getEntry(path) : null;
            if (document == null) {
                continue;
            }
            try (InputStream in = document.openStream()) {
                MetatypeXml.read(in).forEach((pid, what) -> schemas.put(pid, new Schema(owner, what.attributes())));
            } catch (IOException e) {
                LOG.warn("{} of {} says nothing: {}; its configuration passes unchecked", path, owner, e.getMessage());
            }
        }
        return schemas;
    }
}

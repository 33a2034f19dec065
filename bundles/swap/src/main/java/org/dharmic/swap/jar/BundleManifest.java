package org.dharmic.swap.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/**
 * What the manifest of a bundle says that matters before it is installed.
 *
 * @param fragmentHost symbolic name of the bundle it is attached to; empty for a bundle of its own
 */
public record BundleManifest(
        String symbolicName,
        Version version,
        Optional<String> fragmentHost,
        List<Requirement> requirements,
        List<Capability> capabilities) {

    public static final String PACKAGE = "osgi.wiring.package";
    public static final String BUNDLE = "osgi.wiring.bundle";
    public static final String HOST = "osgi.wiring.host";
    public static final String SERVICE = "osgi.service";

    private static final String SYMBOLIC_NAME = "[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*";

    public BundleManifest {
        requirements = List.copyOf(requirements);
        capabilities = List.copyOf(capabilities);
    }

    /** Whether others may be wired to it: then a new revision only reaches them by a refresh. */
    public boolean exports() {
        return capabilities.stream()
                .anyMatch(capability -> capability.namespace().equals(PACKAGE));
    }

    /**
     * @param headers the main section
     * @param file for messages
     */
    public static BundleManifest of(Map<String, String> headers, String file) throws UnusableJar {
        require(headers, file, "Bundle-ManifestVersion", "2");
        Clause name = only(headers, file, "Bundle-SymbolicName");
        if (!name.path().matches(SYMBOLIC_NAME)) {
            throw new UnusableJar(file + ": Bundle-SymbolicName must be letters, digits, '-', '_' and dots between"
                    + " them, was '" + name.path() + "'");
        }
        Version version = version(headers, file);
        try {
            return new BundleManifest(
                    name.path(),
                    version,
                    Clause.parse(headers.get("Fragment-Host")).stream()
                            .map(Clause::path)
                            .findFirst(),
                    requirements(headers),
                    capabilities(headers, name.path(), version));
        } catch (IllegalArgumentException e) {
            throw new UnusableJar(file + ": its manifest is not well formed: " + e.getMessage(), e);
        }
    }

    private static void require(Map<String, String> headers, String file, String header, String expected)
            throws UnusableJar {
        String value = headers.get(header);
        if (value == null || !value.strip().equals(expected)) {
            throw new UnusableJar(file + " is no OSGi bundle: " + header + " must be " + expected + ", "
                    + (value == null ? "is missing" : "was '" + value + "'"));
        }
    }

    private static Clause only(Map<String, String> headers, String file, String header) throws UnusableJar {
        try {
            List<Clause> clauses = Clause.parse(headers.get(header));
            if (clauses.size() == 1) {
                return clauses.get(0);
            }
        } catch (IllegalArgumentException e) {
            throw new UnusableJar(file + ": " + header + ": " + e.getMessage(), e);
        }
        throw new UnusableJar(file + ": " + header + " must name one bundle, was '" + headers.get(header) + "'");
    }

    private static Version version(Map<String, String> headers, String file) throws UnusableJar {
        String text = headers.get("Bundle-Version");
        try {
            if (text != null) {
                return Version.parseVersion(text);
            }
        } catch (IllegalArgumentException e) {
            throw new UnusableJar(file + ": Bundle-Version must be major.minor.micro.qualifier, was '" + text + "'", e);
        }
        throw new UnusableJar(file + ": Bundle-Version is missing; major.minor.micro expected");
    }

    private static List<Requirement> requirements(Map<String, String> headers) {
        List<Requirement> requirements = new ArrayList<>();
        for (Clause clause : Clause.parse(headers.get("Import-Package"))) {
            for (String name : clause.paths()) {
                requirements.add(wiring(PACKAGE, name, clause, "version", "package " + name));
            }
        }
        for (Clause clause : Clause.parse(headers.get("Require-Bundle"))) {
            requirements.add(wiring(BUNDLE, clause.path(), clause, "bundle-version", "bundle " + clause.path()));
        }
        for (Clause clause : Clause.parse(headers.get("Fragment-Host"))) {
            requirements.add(wiring(HOST, clause.path(), clause, "bundle-version", "host " + clause.path()));
        }
        for (Clause clause : Clause.parse(headers.get("Require-Capability"))) {
            String filter = clause.directives().getOrDefault("filter", "");
            requirements.add(
                    new Requirement(clause.path(), filter, isOptional(clause), (clause.path() + " " + filter).strip()));
        }
        return requirements;
    }

    private static Requirement wiring(String namespace, String name, Clause clause, String version, String text) {
        String range = clause.attributes().get(version);
        String named = "(" + namespace + "=" + name + ")";
        if (range == null) {
            return new Requirement(namespace, named, isOptional(clause), text);
        }
        String filter = "(&" + named + VersionRange.valueOf(range).toFilterString(version) + ")";
        return new Requirement(namespace, filter, isOptional(clause), text + " " + range);
    }

    private static boolean isOptional(Clause clause) {
        return "optional".equals(clause.directives().get("resolution"));
    }

    private static List<Capability> capabilities(Map<String, String> headers, String name, Version version) {
        List<Capability> capabilities = new ArrayList<>();
        for (Clause clause : Clause.parse(headers.get("Export-Package"))) {
            for (String each : clause.paths()) {
                Map<String, Object> attributes = attributes(clause);
                attributes.put(PACKAGE, each);
                attributes.put(
                        "version", Version.parseVersion(clause.attributes().get("version")));
                attributes.put("bundle-symbolic-name", name);
                attributes.put("bundle-version", version);
                capabilities.add(new Capability(PACKAGE, attributes));
            }
        }
        for (Clause clause : Clause.parse(headers.get("Provide-Capability"))) {
            capabilities.add(new Capability(clause.path(), attributes(clause)));
        }
        for (String namespace : List.of(BUNDLE, HOST)) {
            capabilities.add(new Capability(namespace, Map.of(namespace, name, "bundle-version", version)));
        }
        capabilities.add(new Capability(
                "osgi.identity", Map.of("osgi.identity", name, "version", version, "type", "osgi.bundle")));
        return capabilities;
    }

    private static Map<String, Object> attributes(Clause clause) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        clause.attributes().forEach((key, value) -> {
            int colon = key.indexOf(':');
            String type = colon < 0 ? "String" : key.substring(colon + 1).strip();
            attributes.put(colon < 0 ? key : key.substring(0, colon).strip(), typed(type, value));
        });
        return attributes;
    }

    private static Object typed(String type, String value) {
        if (type.startsWith("List")) {
            String element = type.matches("List<.+>") ? type.substring(5, type.length() - 1) : "String";
            List<Object> values = new ArrayList<>();
            for (String each : value.split(",")) {
                values.add(typed(element.strip(), each.strip()));
            }
            return values;
        }
        return switch (type) {
            case "Version" -> Version.parseVersion(value);
            case "Long" -> Long.valueOf(value.strip());
            case "Double" -> Double.valueOf(value.strip());
            default -> value;
        };
    }
}

package org.dharmic.swap.sources;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dharmic.launcher.instance.Layout;

/** Files and repositories of this machine. Nothing is ever downloaded: what runs here was put here by a person. */
public final class LocalSources implements Sources {

    private static final String FEATURES = "mvn:org.dharmic/dharmic-features/%s/xml/features";

    /** At least two letters: a single one would be a drive. */
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    private static final Pattern FEATURE = Pattern.compile("[\\w.-]+/[\\w.-]+");

    private final List<Path> repositories;

    /** @param repositories folders laid out like a Maven repository, the first one wins */
    public LocalSources(List<Path> repositories) {
        this.repositories = List.copyOf(repositories);
    }

    /** The instance's own repository, the distribution's, and the one that Maven fills on this machine. */
    public static LocalSources of(Layout layout) {
        String maven = System.getProperty("maven.repo.local", "");
        return new LocalSources(List.of(
                layout.base().resolve("system"),
                layout.home().resolve("system"),
                maven.isBlank() ? Path.of(System.getProperty("user.home"), ".m2", "repository") : Path.of(maven)));
    }

    @Override
    public List<Path> resolve(String argument, Path folder) throws UnknownSource {
        String text = argument.strip();
        if (text.isEmpty()) {
            throw new UnknownSource("Which jar? A path, mvn:group/artifact/version, or a feature as name/version");
        }
        if (!isFeature(text, folder)) {
            return List.of(file(text, folder));
        }
        int hash = text.lastIndexOf('#');
        return hash >= 0
                ? feature(file(text.substring(0, hash), folder), text.substring(hash + 1), folder)
                : feature(file(String.format(FEATURES, text.substring(text.indexOf('/') + 1)), folder), text, folder);
    }

    /** A file of that name comes first: people name files as they like. */
    @Override
    public boolean isFeature(String argument, Path folder) {
        String text = argument.strip();
        boolean looksLikeOne = text.indexOf('#') >= 0
                || !SCHEME.matcher(text).matches() && FEATURE.matcher(text).matches() && !text.endsWith(".jar");
        return looksLikeOne && !isFile(text, folder);
    }

    private static boolean isFile(String text, Path folder) {
        try {
            return Files.exists(path(text, folder));
        } catch (UnknownSource e) {
            return false;
        }
    }

    private List<Path> feature(Path file, String wanted, Path folder) throws UnknownSource {
        Set<Path> jars = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        for (String bundle : FeaturesFile.read(file).bundles(wanted)) {
            try {
                jars.add(file(bundle, folder));
            } catch (UnknownSource e) {
                missing.add(e.getMessage());
            }
        }
        if (!missing.isEmpty()) {
            throw new UnknownSource("Feature " + wanted + " of " + file + ": " + String.join("; ", missing));
        }
        if (jars.isEmpty()) {
            throw new UnknownSource("Feature " + wanted + " of " + file + " names no bundle");
        }
        return List.copyOf(jars);
    }

    /** One file, by path or address. */
    private Path file(String text, Path folder) throws UnknownSource {
        var scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            return readable(path(text, folder), text);
        }
        return switch (scheme.group(1).toLowerCase(java.util.Locale.ROOT)) {
            case "mvn" -> inRepositories(Coordinates.parse(text));
            case "file" -> readable(fromUrl(text), text);
            default ->
                throw new UnknownSource(text + " would have to be fetched, and nothing is: download it and name the"
                        + " file, or name it as mvn:group/artifact/version when it is in a repository of this machine");
        };
    }

    private Path inRepositories(Coordinates coordinates) throws UnknownSource {
        for (Path repository : repositories) {
            Path file = repository.resolve(coordinates.repositoryPath());
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return file;
            }
        }
        throw new UnknownSource(coordinates + " is in no repository of this machine; looked for "
                + repositories.stream()
                        .map(repository -> repository.resolve(coordinates.repositoryPath()))
                        .map(Path::toString)
                        .collect(Collectors.joining(", ")));
    }

    private static Path path(String text, Path folder) throws UnknownSource {
        try {
            String home = System.getProperty("user.home");
            return folder.resolve(text.startsWith("~/") ? home + text.substring(1) : text)
                    .normalize();
        } catch (InvalidPathException e) {
            throw new UnknownSource(text + " is no path: " + e.getReason());
        }
    }

    private static Path fromUrl(String text) throws UnknownSource {
        try {
            URI uri = URI.create(text);
            if (uri.getAuthority() != null && !uri.getAuthority().isEmpty()) {
                throw new UnknownSource(text + " names another machine (" + uri.getAuthority() + "); local files only");
            }
            return Path.of(URI.create("file://" + uri.getRawPath()));
        } catch (RuntimeException e) {
            // The JDK has four kinds of exception for an address like this one.
            throw new UnknownSource(text + " is no file: address; expected file:/folder/name.jar");
        }
    }

    private static Path readable(Path file, String asked) throws UnknownSource {
        if (Files.isDirectory(file)) {
            throw new UnknownSource(file + " is a folder; name the jar in it");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnknownSource("There is no file " + file
                    + (file.toString().equals(asked) ? "" : " (for " + asked + "; relative paths start there)"));
        }
        if (!Files.isReadable(file)) {
            throw new UnknownSource(file + " may not be read by this user");
        }
        return file;
    }
}

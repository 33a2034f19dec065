package org.dharmic.swap.sources;

import java.util.regex.Pattern;

/** What stands behind {@code mvn:}. */
record Coordinates(String group, String artifact, String version, String type, String classifier) {

    private static final Pattern WORD = Pattern.compile("[\\w.-]+");

    static Coordinates parse(String address) throws UnknownSource {
        String text = address.substring("mvn:".length());
        if (text.indexOf('!') >= 0) {
            throw new UnknownSource(address + " names a repository of its own; only those of this machine are asked");
        }
        String[] parts = text.split("/", -1);
        if (parts.length < 3 || parts.length > 5) {
            throw new UnknownSource("expected mvn:group/artifact/version[/type[/classifier]], was " + address);
        }
        for (String part : parts) {
            if (!WORD.matcher(part).matches() || part.contains("..")) {
                throw new UnknownSource("expected mvn:group/artifact/version[/type[/classifier]], was " + address
                        + (part.isEmpty() ? "" : ": '" + part + "' is none of these"));
            }
        }
        return new Coordinates(
                parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : "jar", parts.length > 4 ? parts[4] : "");
    }

    String repositoryPath() {
        return group.replace('.', '/')
                + '/'
                + artifact
                + '/'
                + version
                + '/'
                + artifact
                + '-'
                + version
                + (classifier.isEmpty() ? "" : "-" + classifier)
                + '.'
                + type;
    }

    @Override
    public String toString() {
        return "mvn:" + group + '/' + artifact + '/' + version
                + (classifier.isEmpty() ? type.equals("jar") ? "" : '/' + type : '/' + type + '/' + classifier);
    }
}

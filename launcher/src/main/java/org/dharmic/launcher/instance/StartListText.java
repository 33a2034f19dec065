package org.dharmic.launcher.instance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The start list as text, for edits that leave comments, order and every other line as they are. */
public final class StartListText {

    private final List<String> text;
    private final String file;

    private StartListText(List<String> text, String file) {
        this.text = text;
        this.file = file;
    }

    /** @param file its name, for messages */
    public static StartListText of(String content, String file) {
        List<String> text = new ArrayList<>(List.of(content.split("\r\n|\r|\n", -1)));
        if (text.get(text.size() - 1).isEmpty()) {
            text.remove(text.size() - 1); // what stands behind the last line end is no line
        }
        return new StartListText(text, file);
    }

    /** Gives the line of the location's artifact this location; its start level stays. */
    public StartListText replace(String location) throws StartFailure {
        StartList.Line line = line(location);
        return put(line, location, line.level());
    }

    /** Gives the line of the location's artifact this location and start level. */
    public StartListText replace(String location, int level) throws StartFailure {
        return put(line(location), location, level);
    }

    private StartListText put(StartList.Line line, String location, int level) {
        List<String> edited = new ArrayList<>(text);
        edited.set(line.number() - 1, write(location, level));
        return new StartListText(edited, file);
    }

    /** A line behind all others. */
    public StartListText add(String location, int level) {
        List<String> edited = new ArrayList<>(text);
        edited.add(write(location, level));
        return new StartListText(edited, file);
    }

    /** Takes out the line of the location's artifact. */
    public StartListText remove(String location) throws StartFailure {
        List<String> edited = new ArrayList<>(text);
        edited.remove(line(location).number() - 1);
        return new StartListText(edited, file);
    }

    private StartList.Line line(String location) throws StartFailure {
        String artifact = StartList.artifactOf(location)
                .orElseThrow(() -> new StartFailure(
                        "expected mvn:group/artifact/version as a location for " + file + ", was: " + location));
        return parsed().line(artifact).orElseThrow(() -> new StartFailure(file + " has no line of " + artifact));
    }

    /** What it says, checked by the rules of the list. */
    public StartList parsed() throws StartFailure {
        return StartList.parse(content().getBytes(StandardCharsets.UTF_8), file);
    }

    public String content() {
        return String.join("\n", text) + "\n";
    }

    private static String write(String location, int level) {
        return location.replace(":", "\\:") + " = " + level;
    }
}

package org.dharmic.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/** What {@code ./dharmic VERB} does. */
public final class Dharmic {

    private Dharmic() {}

    public static void main(String[] args) {
        int code;
        try {
            code = run(List.of(args));
        } catch (StartFailure e) {
            System.err.println("dharmic: " + e.getMessage());
            code = e.exitCode();
        } catch (IOException e) {
            // One of our own words is a sentence; of the system's the name of the class says most.
            System.err.println("dharmic: " + (e.getClass() == IOException.class ? e.getMessage() : e));
            code = Exit.FAILED;
        } catch (InterruptedException e) {
            code = Exit.FAILED;
        }
        System.exit(code);
    }

    private static int run(List<String> args) throws StartFailure, IOException, InterruptedException {
        List<String> rest = new ArrayList<>(args);
        Layout layout =
                new Layout(Path.of(System.getProperty("dharmic.home")), Path.of(System.getProperty("dharmic.base")));
        String verb = rest.remove(0);
        return switch (verb) {
            case "start" -> new Verbs(layout).start(rest);
            case "command-line" -> new Verbs(layout).commandLine();
            case "console-command-line" -> new Verbs(layout).consoleCommandLine(rest);
            case "exec" -> new Verbs(layout).exec(rest);
            case "config" -> new Verbs(layout).config(rest);
            case "demo" ->
                Demo.of(layout.home(), rest, Boolean.getBoolean("dharmic.terminal"))
                        .run();
            case "stop" -> new Verbs(layout).stop();
            case "status" -> new Verbs(layout).status();
            default -> throw new StartFailure("unknown verb " + verb, Exit.USAGE);
        };
    }
}

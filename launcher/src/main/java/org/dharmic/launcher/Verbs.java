package org.dharmic.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dharmic.launcher.config.ConfigVerb;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.StartFailure;

/** {@code start}, {@code stop}, {@code status}, {@code exec} and {@code config}. */
final class Verbs {

    private final Layout layout;
    private final Daemon daemon;

    Verbs(Layout layout) {
        this.layout = layout;
        this.daemon = new Daemon(layout);
    }

    int start(List<String> options) throws StartFailure, IOException, InterruptedException {
        if (!options.isEmpty()) {
            throw new StartFailure(
                    "start takes --foreground and --base DIR only, was: " + String.join(" ", options), Exit.USAGE);
        }
        Optional<InstanceLock.Holder> holder = InstanceLock.running(layout);
        if (holder.isPresent()) {
            throw new StartFailure(InstanceLock.refusal(layout, holder));
        }
        new Instance(layout).prepare();
        long before = System.nanoTime();
        ProcessHandle process = daemon.spawn(List.of(), ContainerCommand.Archive.SHARED);
        Daemon.Readiness readiness = daemon.awaitReady(process, Daemon.READY_LIMIT);
        System.out.printf(
                "Dharmic is up: pid %d, ready in %.2f s, instance %s%n",
                process.pid(), (System.nanoTime() - before) / 1e9, layout.base());
        StatusText.lines(daemon.details(process, readiness)).forEach(System.out::println);
        return Exit.OK;
    }

    /** For {@code start --foreground}: the script replaces itself with this command. */
    int commandLine() throws StartFailure, IOException {
        new Instance(layout).prepare();
        System.out.println(new ContainerCommand(layout)
                .build(List.of(), ContainerCommand.Archive.SHARED).stream()
                        .map(Verbs::quote)
                        .collect(Collectors.joining(" ")));
        return Exit.OK;
    }

    int consoleCommandLine(List<String> options) throws StartFailure, IOException {
        if (!options.isEmpty()) {
            throw new StartFailure("console takes --base DIR only; exec runs single commands", Exit.USAGE);
        }
        System.out.println(
                new Console(layout).command().stream().map(Verbs::quote).collect(Collectors.joining(" ")));
        return Exit.OK;
    }

    int exec(List<String> words) throws StartFailure, IOException, InterruptedException {
        if (words.isEmpty() && Boolean.getBoolean("dharmic.terminal")) {
            throw new StartFailure(
                    "exec takes a command, or commands on standard input; console is interactive", Exit.USAGE);
        }
        String script = words.isEmpty()
                ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                : String.join(" ", words);
        return new ExecClient(layout).run(script, System.out, System.err);
    }

    int config(List<String> words) throws StartFailure, IOException {
        boolean running = InstanceLock.running(layout).isPresent();
        if (!running && !words.isEmpty() && words.get(0).equals("set")) {
            new Instance(layout).prepare(); // so that what is shipped does not seem to be missing
        }
        return new ConfigVerb(layout, () -> running, System.out).run(words);
    }

    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    int stop() throws StartFailure, InterruptedException {
        Optional<ProcessHandle> process = InstanceLock.running(layout).flatMap(InstanceLock.Holder::process);
        if (process.isEmpty()) {
            System.out.println("Dharmic is not running (instance " + layout.base() + ")");
            return Exit.OK;
        }
        long pid = process.get().pid();
        System.out.println("Stopping pid " + pid + ": mail in hand is finished or handed back, at most 30 s");
        long before = System.nanoTime();
        if (!daemon.stop(process.get(), Daemon.STOP_LIMIT)) {
            throw new StartFailure("pid " + pid + " has not ended after " + Daemon.STOP_LIMIT.toSeconds() + " s; see "
                    + layout.log().resolve("dharmic.log"));
        }
        System.out.printf("Stopped after %.1f s%n", (System.nanoTime() - before) / 1e9);
        return Exit.OK;
    }

    int status() throws IOException, InterruptedException {
        Optional<InstanceLock.Holder> holder = InstanceLock.running(layout);
        if (holder.isEmpty()) {
            System.out.println("Dharmic is not running (instance " + layout.base() + ")");
            return Exit.NOT_RUNNING;
        }
        Optional<List<Map<String, Object>>> found = new FreshLook(layout).take();
        Optional<Daemon.Readiness> readiness =
                Daemon.Readiness.read(layout, holder.get().pid());
        System.out.printf(
                "Dharmic is running: pid %d since %s, %s, instance %s%n",
                holder.get().pid(),
                holder.get().started(),
                readiness
                        .map(Daemon.Readiness::summary)
                        .map(word -> "running".equals(word) ? "ready" : word)
                        .orElse("starting"),
                layout.base());
        Map<String, Object> content = readiness.map(Daemon.Readiness::content).orElse(Map.of());
        found.map(checks -> StatusText.lines(content, checks))
                .orElseGet(() -> StatusText.lines(content))
                .forEach(System.out::println);
        if (found.isEmpty() && content.get("timestamp") != null) {
            System.out.println("  as of " + content.get("timestamp") + ": it takes no commands at the moment");
        }
        return Exit.OK;
    }
}

package org.dharmic.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.instance.StartFailure;

/** {@code demo}: a scratch instance that starts, answers three mails, and leaves nothing behind. */
final class Demo {

    private static final String CONVERSATION = "sandbox:demo";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(35);

    private final Path home;
    private final boolean console;
    private final boolean keep;
    private final String script;
    private final AtomicReference<ProcessHandle> container = new AtomicReference<>();

    private Demo(Path home, boolean console, boolean keep, String script) {
        this.home = home;
        this.console = console;
        this.keep = keep;
        this.script = script;
    }

    /** @param terminal whether a console makes sense */
    static Demo of(Path home, List<String> options, boolean terminal) throws StartFailure {
        boolean exit = false;
        boolean keep = false;
        String script = CONVERSATION;
        Iterator<String> rest = options.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--exit" -> exit = true;
                case "--keep" -> keep = true;
                case "--run" -> {
                    if (!rest.hasNext()) {
                        throw new StartFailure("--run takes the commands to run", Exit.USAGE);
                    }
                    script = rest.next();
                }
                default ->
                    throw new StartFailure(
                            "demo takes --exit, --keep and --run COMMANDS only, was: " + option, Exit.USAGE);
            }
        }
        return new Demo(home, terminal && !exit, keep, script);
    }

    int run() throws StartFailure, IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("dharmic-demo-").toRealPath();
        Layout layout = new Layout(home, scratch);
        Daemon daemon = new Daemon(layout);
        // Also on an interrupt, a hang-up and a failure: this is the one way out.
        Thread cleanUp = new Thread(() -> leave(daemon, scratch), "demo-clean-up");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        new DemoInstance(layout).furnish();
        System.out.println("A scratch instance with its own mail server and a sample vault, in " + scratch);
        long before = System.nanoTime();
        // The container ends by itself should this process be killed.
        container.set(daemon.spawn(
                List.of("-Ddharmic.parent=" + ProcessHandle.current().pid()), ContainerCommand.Archive.NONE));
        daemon.awaitReady(container.get(), Daemon.READY_LIMIT);
        System.out.printf("Ready after %.1f s%n", (System.nanoTime() - before) / 1e9);
        int code = new ExecClient(layout).run(script, System.out, System.err);
        if (console && code == Exit.OK) {
            System.out.println("This is its console. Try help, or journal:list; Ctrl-D ends the demo.");
            new ProcessBuilder(new Console(layout).command())
                    .inheritIO()
                    .start()
                    .waitFor();
        }
        return code;
    }

    private void leave(Daemon daemon, Path scratch) {
        try {
            ProcessHandle process = container.get();
            if (process != null && !daemon.stop(process, STOP_LIMIT)) {
                process.destroyForcibly();
                daemon.stop(process, STOP_LIMIT);
            }
            if (keep) {
                System.out.println("Kept: " + scratch + " (./dharmic start --base " + scratch + ")");
            } else {
                DurableFile.deleteFolder(scratch);
            }
        } catch (IOException e) {
            System.err.println("dharmic: " + scratch + " could not be removed: " + Reason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

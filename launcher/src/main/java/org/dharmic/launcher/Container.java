package org.dharmic.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.dharmic.launcher.instance.CacheMarker;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.Exit;
import org.dharmic.launcher.instance.Json;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * The container's process: takes the instance's lock, makes sure that the bundle cache is what the start list says, boots
 * the framework and stays until it is told to stop.
 */
public final class Container {

    /** After this the process ends whether or not every bundle has let go. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Layout layout;
    private final BootTimes times = new BootTimes();
    private final InstanceLock.Holder self = InstanceLock.Holder.self();

    private Container(Layout layout) {
        this.layout = layout;
    }

    /** @param args home and base */
    public static void main(String[] args) {
        int code;
        try {
            new Container(new Layout(Path.of(args[0]), Path.of(args[1]))).run();
            code = Exit.OK;
        } catch (StartFailure e) {
            System.err.println("dharmic: " + e.getMessage());
            code = e.exitCode();
        } catch (IOException e) {
            System.err.println("dharmic: " + e);
            code = Exit.FAILED;
        } catch (BundleException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            code = Exit.FAILED;
        }
        System.exit(code);
    }

    private void run() throws IOException, StartFailure, BundleException, InterruptedException {
        new Instance(layout).prepare();
        try (InstanceLock lock = InstanceLock.take(layout, self)) {
            Preflight.check(layout);
            Files.deleteIfExists(layout.boot());
            StartList list = StartList.read(layout.startList());
            CacheMarker marker = new CacheMarker(layout);
            CacheMarker.Verdict verdict = marker.judge(list);
            if (verdict.rebuild()) {
                list.requireJars(layout);
                marker.discardCache();
                DurableFile.deleteFolder(layout.rehearsals());
            }
            Framework framework = new FrameworkFactory().newFramework(FrameworkProperties.load(layout));
            endWith(Long.getLong("dharmic.parent"));
            Thread stop = new Thread(() -> stop(framework), "dharmic-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            boot(framework, list, marker, verdict);
            framework.waitForStop(0);
        }
    }

    /** A demo's container does not outlive the demo, even when that is killed. */
    private static void endWith(Long parent) {
        if (parent != null) {
            ProcessHandle.of(parent)
                    .ifPresentOrElse(
                            process -> process.onExit().thenRun(() -> System.exit(Exit.OK)),
                            () -> System.exit(Exit.OK));
        }
    }

    private void boot(Framework framework, StartList list, CacheMarker marker, CacheMarker.Verdict verdict)
            throws BundleException, IOException {
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.addBundleListener(times);
        if (verdict.rebuild()) {
            install(context, list);
        }
        Rehearsals.prepare(context, layout.rehearsals());
        long ready = sinceProcessStart();
        long before = System.nanoTime();
        framework.start();
        times.end();
        context.removeBundleListener(times);
        double bundles = BootTimes.millis(System.nanoTime() - before);
        List<String> missing = notRunning(context, list);
        if (!missing.isEmpty()) {
            System.err.println("dharmic: not running although on the start list: " + String.join(", ", missing)
                    + " (see " + layout.log().resolve("dharmic.log") + ")");
        }
        try {
            if (missing.isEmpty() && verdict.rebuild()) {
                marker.write(list);
            }
            report(context, verdict, ready, bundles, missing);
        } catch (IOException e) {
            // What runs is well: the next start makes its cache anew.
            System.err.println("dharmic: the start could not be noted in " + layout.data() + ": " + Reason.of(e));
        }
    }

    private void install(BundleContext context, StartList list) throws BundleException, IOException {
        List<Bundle> installed = new ArrayList<>();
        for (StartList.Line line : list.lines()) {
            try (InputStream jar = Files.newInputStream(layout.jar(line.repositoryPath()))) {
                Bundle bundle = context.installBundle(line.location(), jar);
                bundle.adapt(BundleStartLevel.class).setStartLevel(line.level());
                installed.add(bundle);
            }
        }
        for (Bundle bundle : installed) {
            if (!isFragment(bundle)) {
                bundle.start(Bundle.START_ACTIVATION_POLICY); // begins when its start level is reached
            }
        }
    }

    private List<String> notRunning(BundleContext context, StartList list) {
        ListedBundles bundles = new ListedBundles(layout, context.getBundles());
        List<String> missing = new ArrayList<>();
        for (StartList.Line line : list.lines()) {
            if (bundles.of(line).filter(Container::isRunning).isEmpty()) {
                missing.add(line.location());
            }
        }
        return missing;
    }

    private static boolean isRunning(Bundle bundle) {
        if (isFragment(bundle)) {
            return bundle.getState() == Bundle.RESOLVED;
        }
        boolean waitsForFirstUse = bundle.getState() == Bundle.STARTING
                && bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
        return bundle.getState() == Bundle.ACTIVE || waitsForFirstUse;
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private void report(
            BundleContext context, CacheMarker.Verdict verdict, long framework, double bundles, List<String> missing)
            throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("pid", self.pid());
        report.put("process_start", Instant.now().minus(Processes.age()).toString());
        report.put("framework_ms", framework);
        report.put("bundles_ms", bundles);
        report.put("ours_ms", times.ours());
        report.put("up_ms", sinceProcessStart());
        report.put("cold", verdict.rebuild());
        report.put("cache", verdict.why());
        report.put("heartbeat", heartbeats(context));
        report.put("missing", missing);
        report.put("per_bundle", times.perBundle());
        DurableFile.writeTransient(layout.boot(), Json.write(report) + "\n");
    }

    /** Whether status.json will follow and say when every component is active. */
    private static boolean heartbeats(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            if ("org.dharmic.heartbeat.core".equals(bundle.getSymbolicName())) {
                return isRunning(bundle) && bundle.getHeaders("").get("Service-Component") != null;
            }
        }
        return false;
    }

    private long sinceProcessStart() {
        return Processes.age().toMillis();
    }

    private static void stop(Framework framework) {
        try {
            framework.stop();
            if (framework.waitForStop(STOP_LIMIT.toMillis()).getType()
                    == org.osgi.framework.FrameworkEvent.WAIT_TIMEDOUT) {
                System.err.println("dharmic: some bundles did not stop within " + STOP_LIMIT.toSeconds() + " s");
                Runtime.getRuntime().halt(Exit.FAILED);
            }
        } catch (BundleException e) {
            System.err.println("dharmic: the framework did not stop: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

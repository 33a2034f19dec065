package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.util.Set;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.support.Threads;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.Plan;
import org.dharmic.swap.Request;
import org.dharmic.swap.Swaps;

/**
 * Exchanges that stop the bundle through which the command came. It would wait for its commands to end while the command
 * waits for it: so the command ends first, and the history tells the rest.
 */
final class WayIn {

    private static final Set<String> WAYS_IN = Set.of("org.dharmic.exec", "org.apache.karaf.shell.ssh");

    private WayIn() {}

    /** Takes the outcome of an exchange that was waited for. */
    @FunctionalInterface
    interface Listener {
        void ended(Outcome outcome) throws CommandException;
    }

    static void tell(Swaps swaps, Request request, PrintStream out, Listener listener) throws CommandException {
        Plan plan = swaps.plan(request);
        if (plan.possible() && plan.atRestart().isEmpty() && concerns(plan)) {
            out.println(SwapText.plan(plan).replace("Possible; nothing was changed.", "Begun.")
                    + " This connection ends with it; swap:history tells how it went.");
            Threads.named("swap-command")
                    .newThread(() -> swaps.carryOut(request))
                    .start();
        } else {
            listener.ended(swaps.carryOut(request));
        }
    }

    private static boolean concerns(Plan plan) {
        return plan.refreshed().stream().anyMatch(WAYS_IN::contains)
                || plan.changes().stream().anyMatch(change -> WAYS_IN.contains(change.symbolicName()));
    }
}

package org.dharmic.agent.core.command;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.dharmic.agent.core.asking.Asking;
import org.dharmic.agent.core.text.Text;

/** {@code /pause} and {@code /resume}, for whoever may direct the agent. */
public final class PauseCommands {

    private static final String CONFIGURATION = "etc/org.dharmic.agent.core.cfg";

    private final Pause pause;
    private final BooleanSupplier byConfiguration;
    private final Runnable resumed;

    /**
     * @param byConfiguration whether the configuration says that it pauses
     * @param resumed called when there is work again
     */
    public PauseCommands(Pause pause, BooleanSupplier byConfiguration, Runnable resumed) {
        this.pause = pause;
        this.byConfiguration = byConfiguration;
        this.resumed = resumed;
    }

    String pause(Asking asking) {
        if (!asking.tier().mayDirect()) {
            return Commands.mayNot(asking, "pause", "direct me (admin)");
        }
        Optional<Pause.Told> before = pause.told();
        if (before.isPresent()) {
            return "I pause already, " + words(before.get()) + ". `/resume` ends it.";
        }
        try {
            pause.begin(asking.inquiry().sender());
        } catch (IOException e) {
            return "I cannot pause: it could not be kept for a restart. The log says why.";
        }
        return "I pause from now on, also after a restart. Mails are kept and wait, and commands are answered. `/resume`, "
                + "in a reply to this mail, ends it.";
    }

    String resume(Asking asking) {
        if (!asking.tier().mayDirect()) {
            return Commands.mayNot(asking, "resume", "direct me (admin)");
        }
        boolean paused = pause.told().isPresent();
        try {
            pause.end();
        } catch (IOException e) {
            return "I cannot resume: what was kept for a restart could not be taken away. The log says why.";
        }
        if (byConfiguration.getAsBoolean()) {
            return "I still pause: the configuration says so (`paused = true` in `" + CONFIGURATION + "`).";
        }
        resumed.run();
        return paused ? "I am at work again." : "I was not pausing.";
    }

    public static String words(Pause.Told told) {
        return told.by().isEmpty()
                ? "as the pause file says"
                : "told by " + Text.plain(told.by()) + (told.at().isEmpty() ? "" : " at " + told.at());
    }
}

package org.dharmic.swap.commands;

import java.util.List;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.swap.trust.Trust;
import org.dharmic.swap.trust.TrustDesk;
import org.dharmic.swap.trust.TrustVerb;

/** {@code swap:trust}. */
@Service
@Command(scope = "swap", name = "trust", description = "Shows and says whose jars may run here")
public final class SwapTrust implements Action {

    @Reference
    private TrustDesk desk;

    @Reference
    private Trust trust;

    @Reference
    private Session session;

    @Argument(
            name = "verb and signers",
            description = "nothing to show what is in force; require, add, drop with certificates, signed jars or"
                    + " fingerprints; off",
            multiValued = true)
    private List<String> arguments;

    @Override
    public Object execute() throws CommandException {
        try {
            if (arguments == null || arguments.isEmpty()) {
                session.getConsole().println(TrustVerb.show(desk.settings(), trust.folderRefusals()));
                return null;
            }
            TrustVerb.Change change = TrustVerb.change(desk.settings(), desk.signers(), arguments);
            if (!desk.change(change.wanted())) {
                throw failure(
                        "Written to etc/org.dharmic.swap.trust.cfg, and not in force yet; swap:trust shows what is",
                        null);
            }
            session.getConsole().println(change.said());
            return null;
        } catch (CommandException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted", e);
        } catch (Exception e) {
            throw failure(
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()), e);
        }
    }

    /** The shell prints the "nice help" of exactly this class as it is: no stack trace. */
    private static CommandException failure(String why, Throwable cause) {
        return new CommandException(why, why, cause);
    }
}

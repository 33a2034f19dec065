package org.dharmic.swap.commands;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.dharmic.swap.trust.Trust;
import org.dharmic.swap.trust.TrustDesk;
import org.dharmic.swap.trust.TrustVerb;

/** {@code swap:trust}. */
@Service
@Command(scope = "swap", name = "trust", description = "Shows and says whose jars may run here")
public final class SwapTrust extends SwapCommand {

    @Reference
    private TrustDesk desk;

    @Reference
    private Trust trust;

    @Argument(
            name = "verb",
            description = "None shows what is in force; require, add and drop take certificates, signed jars or"
                    + " fingerprints; off",
            multiValued = true)
    private List<String> arguments;

    @Override
    protected void run(PrintStream out) throws Exception {
        if (arguments == null || arguments.isEmpty()) {
            out.println(TrustVerb.show(desk.settings(), trust.folderRefusals()));
            return;
        }
        TrustVerb.Change change = TrustVerb.change(desk.settings(), desk.signers(), arguments);
        if (!desk.change(change.wanted())) {
            throw failure("written to etc/org.dharmic.swap.trust.cfg, but not in force yet; swap:trust shows what is");
        }
        out.println(change.said());
    }
}

package org.dharmic.heartbeat.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dharmic.heartbeat.Beat.Status;

/** Judges an inventory: is everything there, and if not, what is missing at the end of the chain? */
final class Components {

    private static final String MAIL = "org.dharmic.mail.imap";

    /** One finding; {@code lasting} ones are no matter of waiting. */
    record Finding(String subject, Status status, String message, boolean lasting) {}

    /**
     * @param ready every room that is to run runs, and none of its components fails or waits
     * @param findings worst first
     * @param notes capabilities that are simply not set up
     */
    record Report(boolean ready, List<Finding> findings, List<String> notes, int rooms, int components) {}

    private Components() {}

    static Report judge(Inventory inventory) {
        List<Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean ready = true;
        int components = 0;
        for (Inventory.Room room : inventory.rooms()) {
            if (room.wanted() && !room.active()) {
                ready = false;
                findings.add(new Finding(
                        room.name(),
                        Status.CRITICAL,
                        "bundle " + room.name() + " is to run and is " + room.state(),
                        false));
            } else if (!room.active()) {
                findings.add(new Finding(
                        room.name(),
                        Status.WARN,
                        "bundle " + room.name() + " was stopped: bundle:start " + room.name(),
                        true));
            }
        }
        for (Inventory.Part part : inventory.parts()) {
            if (!part.ours()) {
                continue;
            }
            switch (part.state()) {
                case ACTIVE -> components++;
                case UNCONFIGURED -> {
                    if (part.pid().equals(MAIL)) {
                        findings.add(new Finding(part.name(), Status.WARN, unconfigured(part), true));
                    } else {
                        notes.add(unconfigured(part));
                    }
                }
                case ACTIVATING -> ready = false;
                case WAITING -> {
                    ready = false;
                    findings.add(new Finding(
                            part.name(),
                            Status.CRITICAL,
                            part.name() + " waits for " + chain(part, inventory, new HashSet<>()),
                            false));
                }
                case FAILED -> {
                    ready = false;
                    findings.add(new Finding(
                            part.name(), Status.CRITICAL, part.name() + " could not start: " + part.failure(), true));
                }
            }
        }
        findings.sort((a, b) -> b.status().compareTo(a.status()));
        return new Report(
                ready,
                List.copyOf(findings),
                List.copyOf(notes),
                inventory.rooms().size(),
                components);
    }

    private static String unconfigured(Inventory.Part part) {
        if (part.pid().equals(MAIL)) {
            return "no mailbox is configured: copy etc/" + MAIL + ".cfg.example to etc/" + MAIL + "-<name>.cfg";
        }
        return part.name() + " is not configured: it starts with etc/" + part.pid() + ".cfg";
    }

    private static String chain(Inventory.Part part, Inventory inventory, Set<String> passed) {
        passed.add(part.name());
        List<String> links = new ArrayList<>();
        for (Map.Entry<String, String> missing : new TreeMap<>(part.missing()).entrySet()) {
            String service = missing.getValue();
            List<Inventory.Part> providers = inventory.parts().stream()
                    .filter(each -> each.offers().contains(service))
                    .toList();
            String why = providers.isEmpty()
                    ? "no running bundle has a component that offers it"
                    : providers.get(0).name() + " " + because(providers.get(0), inventory, passed);
            links.add(service + " (reference " + missing.getKey() + "; " + why + ")");
        }
        return String.join(" and ", links);
    }

    private static String because(Inventory.Part provider, Inventory inventory, Set<String> passed) {
        return switch (provider.state()) {
            case ACTIVE -> "offers one that the reference's target does not take";
            case ACTIVATING -> "is being activated";
            case UNCONFIGURED -> "is not configured: etc/" + provider.pid() + ".cfg";
            case FAILED -> "could not start: " + provider.failure();
            case WAITING ->
                passed.contains(provider.name())
                        ? "waits in a circle"
                        : "waits for " + chain(provider, inventory, passed);
        };
    }
}

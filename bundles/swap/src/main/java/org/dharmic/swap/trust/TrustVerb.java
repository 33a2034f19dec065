package org.dharmic.swap.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code swap:trust} does and says: pure functions. */
public final class TrustVerb {

    /**
     * A change that was asked for.
     *
     * @param wanted what shall be in force
     * @param said for the person, once it is
     */
    public record Change(TrustSettings wanted, String said) {}

    private TrustVerb() {}

    /**
     * @param arguments the verb, then whom it is about
     * @throws IllegalArgumentException when that cannot be done; the message says what can
     */
    public static Change change(TrustSettings now, Signers signers, List<String> arguments) {
        String verb = arguments.get(0);
        Map<String, String> named = new LinkedHashMap<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            named.putAll(signers.named(argument));
        }
        Set<String> given = named.keySet();
        return switch (verb) {
            case "require" -> require(now, named);
            case "off" -> off(now, given);
            case "add" -> add(now, named);
            case "drop" -> drop(now, named);
            default ->
                throw new IllegalArgumentException("expected require, add, drop or off, was " + verb
                        + "; swap:trust alone shows what is in force");
        };
    }

    private static Change require(TrustSettings now, Map<String, String> named) {
        Set<String> signers = named.isEmpty() ? now.signers() : named.keySet();
        if (signers.isEmpty()) {
            throw new IllegalArgumentException(
                    "whose signatures shall count? swap:trust require <certificate, signed jar or fingerprint>...");
        }
        return new Change(
                TrustSettings.of(true, signers),
                "From now on a jar must be signed by:\n" + list(signers, named) + "What runs already is not asked.\n"
                        + undo(now));
    }

    private static Change off(TrustSettings now, Set<String> given) {
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("off takes nothing else; drop takes a signer off the list");
        }
        return new Change(
                TrustSettings.of(false, now.signers()), "Signatures are not asked for any more.\n" + undo(now));
    }

    private static Change add(TrustSettings now, Map<String, String> named) {
        Set<String> signers = new LinkedHashSet<>(now.signers());
        List<String> fresh = new ArrayList<>(named.keySet());
        fresh.removeAll(signers);
        if (fresh.isEmpty()) {
            throw new IllegalArgumentException(
                    named.isEmpty()
                            ? "whom? swap:trust add <certificate, signed jar or fingerprint>..."
                            : "already there");
        }
        signers.addAll(fresh);
        return new Change(
                TrustSettings.of(now.required(), signers),
                "Their signatures count now:\n" + list(fresh, named) + hint(now) + "Undo: swap:trust drop "
                        + String.join(" ", fresh));
    }

    private static Change drop(TrustSettings now, Map<String, String> named) {
        Set<String> signers = new LinkedHashSet<>(now.signers());
        List<String> gone = new ArrayList<>(named.keySet());
        gone.retainAll(signers);
        if (gone.isEmpty()) {
            throw new IllegalArgumentException(
                    named.isEmpty()
                            ? "whom? swap:trust drop <certificate, signed jar or fingerprint>..."
                            : "not there");
        }
        gone.forEach(signers::remove);
        if (signers.isEmpty() && now.required()) {
            throw new IllegalArgumentException(
                    "that is the last one, and then no jar could come in; add another first, or swap:trust off");
        }
        return new Change(
                TrustSettings.of(now.required(), signers),
                "Their signatures do not count any more:\n" + list(gone, named) + hint(now) + "Undo: swap:trust add "
                        + String.join(" ", gone));
    }

    private static String hint(TrustSettings now) {
        return now.required() ? "" : "Signatures are not required; swap:trust require turns that on.\n";
    }

    private static String undo(TrustSettings before) {
        return before.required()
                ? "Undo: swap:trust require " + String.join(" ", before.signers())
                : "Undo: swap:trust off";
    }

    private static String list(Iterable<String> signers, Map<String, String> named) {
        StringBuilder out = new StringBuilder();
        for (String signer : signers) {
            out.append("  ").append(signer);
            String name = named.getOrDefault(signer, "");
            out.append(name.isEmpty() ? "" : "  " + name).append('\n');
        }
        return out.toString();
    }

    /** What is in force. */
    public static String show(TrustSettings now, List<String> folderRefusals) {
        StringBuilder out = new StringBuilder();
        folderRefusals.forEach(
                refusal -> out.append("Nothing is exchanged: ").append(refusal).append('\n'));
        now.problems()
                .forEach(problem ->
                        out.append("No jar is let in: ").append(problem).append('\n'));
        if (now.required()) {
            out.append(
                    now.signers().isEmpty()
                            ? "Signatures are required and nobody's count: no jar is let in.\n"
                            : "Signatures are required; these count:\n" + list(now.signers(), Map.of()));
        } else {
            out.append("Signatures are not required: any jar that you name or drop is let in.\n");
            if (!now.signers().isEmpty()) {
                out.append("These would count:\n").append(list(now.signers(), Map.of()));
            }
            out.append("swap:trust require <certificate, signed jar or fingerprint>... turns that on.\n");
        }
        return out.toString().stripTrailing();
    }
}

package org.dharmic.mail.imap.sender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.Tier;
import org.dharmic.support.files.PrivateFiles;

/**
 * Who may speak: what the configuration says, and what a person has decided at the console. The console's word holds
 * where both speak of an address, and its denial holds against everything.
 *
 * <p>The decisions are a text file of one line each, read once and written whole; see {@code docs/formats/senders.md}. A
 * file that cannot be understood admits nobody: a denial may be in it.
 */
public final class Correspondents {

    private static final String CONFIGURATION = "configuration";
    private static final String CONSOLE = "console";
    private static final String HEAD = "# Decisions of the console, written by it; format 1.\n";

    private final Path file;
    /** By address; empty until it was read. Guarded by this. */
    private Optional<TreeMap<String, Correspondent>> decided = Optional.empty();

    public Correspondents(Path file) {
        this.file = file;
    }

    /** What is decided about an address; empty when nothing is. */
    Optional<Correspondent> find(String address, Map<String, Grant> configured) {
        Correspondent decision = decisions().get(address);
        if (decision != null) {
            return Optional.of(decision);
        }
        return Optional.ofNullable(configured.get(address)).map(grant -> configured(address, grant));
    }

    /** Everybody about whom something is decided, in the order of the addresses. */
    public List<Correspondent> all(Map<String, Grant> configured) {
        Map<String, Correspondent> all = new TreeMap<>();
        configured.forEach((address, grant) -> all.put(address, configured(address, grant)));
        all.putAll(decisions());
        return List.copyOf(all.values());
    }

    private static Correspondent configured(String address, Grant grant) {
        return new Correspondent(address, true, grant.tier(), grant.scope(), CONFIGURATION);
    }

    /**
     * The address, when it may speak.
     *
     * @throws IllegalArgumentException when it may not
     */
    public String speaking(String address, SenderPolicy policy) {
        String plain = plain(address);
        if (find(plain, policy.allowed()).filter(Correspondent::allowed).isEmpty()) {
            throw new IllegalArgumentException(plain + " may not speak: allow it first (mail:allow)");
        }
        return plain;
    }

    /** Durable when it returns. */
    public Correspondent allow(String address, Grant grant, SenderPolicy policy) {
        if (policy.isOwn(plain(address))) {
            throw new IllegalArgumentException(plain(address) + " is our own address, whose mails are never answered");
        }
        return decide(new Correspondent(plain(address), true, grant.tier(), grant.scope(), CONSOLE));
    }

    /** Durable when it returns. */
    public Correspondent deny(String address) {
        return decide(new Correspondent(plain(address), false, Tier.ASK, "none", CONSOLE));
    }

    private static String plain(String address) {
        return Addresses.strict(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one plain address such as mira@example.org, was '" + address + "'"));
    }

    private synchronized Correspondent decide(Correspondent decision) {
        TreeMap<String, Correspondent> after = new TreeMap<>(decisions());
        after.put(decision.address(), decision);
        StringBuilder text = new StringBuilder(HEAD);
        after.values().forEach(each -> text.append(line(each)).append('\n'));
        try {
            PrivateFiles.replace(file, text.toString());
        } catch (IOException e) {
            throw new StateUnusable("the decision about " + decision.address() + " cannot be written to " + file, e);
        }
        decided = Optional.of(after);
        return decision;
    }

    private static String line(Correspondent each) {
        return each.allowed()
                ? "allow " + each.address() + " " + each.tier().name().toLowerCase(Locale.ROOT) + " " + each.scope()
                : "deny " + each.address();
    }

    /**
     * @throws StateUnusable when the file cannot be read; it is tried again at the next call
     */
    private synchronized Map<String, Correspondent> decisions() {
        if (decided.isEmpty()) {
            decided = Optional.of(read());
        }
        return decided.get();
    }

    private TreeMap<String, Correspondent> read() {
        TreeMap<String, Correspondent> read = new TreeMap<>();
        List<String> lines;
        try {
            lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new StateUnusable("cannot read " + file + ", nobody is admitted", e);
        }
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Optional<Correspondent> decision = decision(line);
                if (decision.isEmpty() || read.put(decision.get().address(), decision.get()) != null) {
                    bad.add(Integer.toString(i + 1));
                }
            }
        }
        if (!bad.isEmpty()) {
            throw new StateUnusable(
                    "nobody is admitted: line " + String.join(", ", bad) + " of " + file
                            + " must be 'allow ADDRESS ask|write|admin SCOPE' or 'deny ADDRESS', each address once",
                    null);
        }
        return read;
    }

    private static Optional<Correspondent> decision(String line) {
        String[] words = line.split("\\s+");
        Optional<String> address = words.length > 1 ? Addresses.strict(words[1]) : Optional.empty();
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (words[0].equals("deny") && words.length == 2) {
            return Optional.of(new Correspondent(address.get(), false, Tier.ASK, "none", CONSOLE));
        }
        if (!words[0].equals("allow") || words.length != 4) {
            return Optional.empty();
        }
        try {
            Grant grant = new Grant(Tier.valueOf(words[2].toUpperCase(Locale.ROOT)), words[3]);
            return Optional.of(new Correspondent(address.get(), true, grant.tier(), grant.scope(), CONSOLE));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no such tier, or no name of a scope
        }
    }
}

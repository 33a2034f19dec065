package org.dharmic.itests.post;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A folder that a client has opened, as far as it was told of it. Guarded by its session. */
final class View {

    /** A mail under the number that the client knows it by. */
    record Numbered(int number, Box.Stored mail) {}

    private final Box box;
    private final boolean readOnly;
    /** In the order of their numbers. */
    private final List<Box.Stored> known;

    private long version;

    View(Box box, boolean readOnly) {
        this.box = box;
        this.readOnly = readOnly;
        version = box.version();
        known = new ArrayList<>(box.mails());
    }

    Box box() {
        return box;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    int count() {
        return known.size();
    }

    long lastUid() {
        return known.isEmpty() ? 0 : known.get(known.size() - 1).uid();
    }

    /**
     * What the client is to be told; it counts as told.
     *
     * @param alsoGone whether numbers may change now
     */
    List<String> news(boolean alsoGone) {
        long now = box.version();
        if (now == version) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        List<Box.Stored> mails = box.mails();
        Set<Box.Stored> there = new HashSet<>(mails);
        boolean anyGone = false;
        for (int i = known.size() - 1; i >= 0; i--) {
            if (!there.contains(known.get(i))) {
                anyGone = true;
                if (alsoGone) {
                    known.remove(i);
                    lines.add("* " + (i + 1) + " EXPUNGE");
                }
            }
        }
        long last = lastUid();
        int before = known.size();
        mails.stream().filter(mail -> mail.uid() > last).forEach(known::add);
        if (known.size() > before) {
            lines.add("* " + known.size() + " EXISTS");
        }
        if (alsoGone || !anyGone) {
            version = now;
        }
        return lines;
    }

    /** Those of a set that are still there. */
    List<Numbered> chosen(String set, boolean byUid) {
        NumberSet wanted = new NumberSet(set, byUid ? lastUid() : count());
        List<Numbered> chosen = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            Box.Stored mail = known.get(i);
            if (wanted.contains(byUid ? mail.uid() : i + 1) && !mail.isGone()) {
                chosen.add(new Numbered(i + 1, mail));
            }
        }
        return chosen;
    }

    void removeDeleted() {
        Set<Box.Stored> gone = new HashSet<>();
        for (Box.Stored mail : known) {
            if (mail.flags().contains("\\Deleted")) {
                gone.add(mail);
            }
        }
        box.remove(gone);
    }
}

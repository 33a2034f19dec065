package org.dharmic.journal.sqlite.database;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dharmic.journal.Stage;

/** What a transaction did besides its result; takes effect outside it once it is committed. For one transaction. */
public final class Effects {

    final List<Stage> left = new ArrayList<>();
    final List<Stage> reached = new ArrayList<>();
    final Set<Stage> staged = EnumSet.noneOf(Stage.class);
    int events;
    boolean wrote;

    /** The file is another one now, and that is all there is to say. */
    public void changed() {
        wrote = true;
    }

    /** An item is there that was not, in {@code to}. */
    public void came(Stage to) {
        wrote = true;
        reached.add(to);
        work(to);
    }

    /** The next of the same thread, still in {@code from}, may be free now. */
    public void moved(Stage from, Stage to) {
        left.add(from);
        came(to);
        work(from);
    }

    /** There may be work in {@code stage}. */
    public void work(Stage stage) {
        wrote = true;
        if (!stage.isTerminal()) {
            staged.add(stage);
        }
    }

    /** Who brought items into {@code stage} holds them still: nobody need look for work there. */
    public void held(Stage stage) {
        staged.remove(stage);
    }

    /** So many memory events more are to be applied, or fewer when it is below 0. */
    public void pending(int more) {
        wrote = true;
        events += more;
    }
}

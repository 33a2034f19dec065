package org.dharmic.telos;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The orientation. The ultimate aim has no setter: the first valid load pins it, and a file that says otherwise later is
 * refused while the last good orientation stays in force. Safe for many threads.
 *
 * <p>A change of the proximate aims is posted to the Event Admin under {@value #EVOLVED}.
 */
@ProviderType
public interface Telos {

    /** Event Admin topic after a change, without properties: ask {@link #current()}. */
    String EVOLVED = "org/dharmic/telos/EVOLVED";

    /** The orientation in force; empty when there is no telos yet ({@link #problem} says where to write one). */
    Optional<Orientation> current();

    /** What is wrong with the file, with its path and what was expected; empty when all is well. */
    Optional<String> problem();

    /**
     * Replaces the proximate aims; durable when it returns.
     *
     * @param aims at least one, none blank
     * @param reason not blank
     * @throws TelosRefused when an argument is not as said, or there is no telos
     */
    Orientation evolve(List<String> aims, String reason);

    /**
     * Writes the first telos; durable when it returns.
     *
     * @throws TelosRefused when there is one already, or an argument is blank
     */
    Orientation init(String ultimateAim, String description, List<String> aims);

    /** All changes, oldest first. */
    List<Development> history();

    /** The orientation as a part of a prompt; empty without a telos. */
    String orientationPrompt();
}

package org.dharmic.heartbeat.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rooms and their components as they stand.
 *
 * @param rooms the bundles of the house whose turn to start has come
 * @param parts their components, and those of other bundles that offer what they need
 */
record Inventory(List<Room> rooms, List<Part> parts) {

    /**
     * @param wanted it is to run, for nobody stopped it
     * @param active it runs
     * @param state in words
     */
    record Room(String name, boolean wanted, boolean active, String state) {}

    enum State {
        ACTIVE,
        /** Its configuration is required and missing. */
        UNCONFIGURED,
        /** A service is missing. */
        WAITING,
        /** It threw when it was activated. */
        FAILED,
        /** It is to be active at once and is not yet. */
        ACTIVATING
    }

    /**
     * @param ours it belongs to a room
     * @param missing the services it waits for, by the name of the reference
     * @param pid of its configuration
     * @param failure one line, empty unless it failed
     */
    record Part(
            String name,
            boolean ours,
            State state,
            List<String> offers,
            Map<String, String> missing,
            String pid,
            String failure) {
        Part {
            Objects.requireNonNull(name, "name");
            offers = List.copyOf(offers);
            missing = Map.copyOf(missing);
        }
    }

    Inventory {
        rooms = List.copyOf(rooms);
        parts = List.copyOf(parts);
    }
}

package org.dharmic.telos;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The orientation as it stands.
 *
 * @param ultimateAim the ultimate aim; never changes
 * @param ultimateDescription what is meant by it
 * @param proximateAims the current aims, in order
 * @param updated when the proximate aims last changed, local time as in the file; may be empty
 * @param reasonForUpdate why they changed; may be empty
 * @param attractors name and text, in the order of the file
 */
public record Orientation(
        String ultimateAim,
        String ultimateDescription,
        List<String> proximateAims,
        String updated,
        String reasonForUpdate,
        Map<String, String> attractors) {
    public Orientation {
        Objects.requireNonNull(ultimateAim, "ultimateAim");
        Objects.requireNonNull(ultimateDescription, "ultimateDescription");
        proximateAims = List.copyOf(proximateAims);
        Objects.requireNonNull(updated, "updated");
        Objects.requireNonNull(reasonForUpdate, "reasonForUpdate");
        attractors = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(attractors));
    }
}

package org.dharmic.telos.yaml;

import org.dharmic.telos.Orientation;

/** The orientation as a part of a prompt. */
final class OrientationText {

    private OrientationText() {}

    static String of(Orientation orientation) {
        StringBuilder text = new StringBuilder("# TELOS - Your Root Orientation\n\n## Ultimate Aim (Immutable)\n");
        text.append(orientation.ultimateAim());
        if (!orientation.ultimateDescription().isBlank()) {
            text.append(": ").append(orientation.ultimateDescription());
        }
        text.append("\n\n## Current Proximate Aims\n");
        orientation.proximateAims().forEach(aim -> text.append("- ").append(aim).append('\n'));
        if (!orientation.attractors().isEmpty()) {
            text.append("\n## Attractors\n");
            orientation.attractors().forEach((name, what) -> text.append("- ")
                    .append(name)
                    .append(": ")
                    .append(what)
                    .append('\n'));
        }
        return text.toString();
    }
}

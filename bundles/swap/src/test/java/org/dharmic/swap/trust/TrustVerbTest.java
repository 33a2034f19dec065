package org.dharmic.swap.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustVerbTest {

    private static final String ONE = "1".repeat(64);
    private static final String TWO = "2".repeat(64);
    private static final TrustSettings OFF = TrustSettings.of(false, List.of());
    private static final TrustSettings ON = TrustSettings.of(true, List.of(ONE));

    @TempDir
    Path folder;

    @Test
    void requireTurnsItOnWithTheseSigners() {
        TrustVerb.Change change = change(OFF, "require", ONE, TWO);

        assertThat(change.wanted()).isEqualTo(TrustSettings.of(true, List.of(ONE, TWO)));
        assertThat(change.said())
                .contains("  " + ONE + "\n", "What runs already is not asked")
                .endsWith("Undo: swap:trust off");
        assertThat(change(ON, "require", TWO).said()).endsWith("Undo: swap:trust require " + ONE);
        assertThat(change(TrustSettings.of(false, List.of(ONE)), "require").wanted())
                .isEqualTo(ON);
        refused(OFF, "whose signatures shall count?", "require");
    }

    @Test
    void offKeepsTheList() {
        TrustVerb.Change change = change(ON, "off");

        assertThat(change.wanted()).isEqualTo(TrustSettings.of(false, List.of(ONE)));
        assertThat(change.said()).endsWith("Undo: swap:trust require " + ONE);
        refused(ON, "off takes nothing else", "off", ONE);
    }

    @Test
    void addAndDropUndoEachOther() {
        assertThat(change(ON, "add", TWO).wanted().signers()).containsExactly(ONE, TWO);
        assertThat(change(ON, "add", TWO).said()).endsWith("Undo: swap:trust drop " + TWO);
        assertThat(change(TrustSettings.of(true, List.of(ONE, TWO)), "drop", ONE)
                        .said())
                .endsWith("Undo: swap:trust add " + ONE);
        assertThat(change(OFF, "add", ONE).said()).contains("swap:trust require turns that on");
        refused(ON, "already there", "add", ONE);
        refused(ON, "not there", "drop", TWO);
        refused(ON, "that is the last one", "drop", ONE);
        refused(ON, "expected require, add, drop or off, was on", "on");
    }

    @Test
    void whatIsInForceIsShown() {
        assertThat(TrustVerb.show(OFF, List.of()))
                .startsWith("Signatures are not required")
                .contains("swap:trust require");
        assertThat(TrustVerb.show(ON, List.of("etc …")))
                .isEqualTo("Nothing is exchanged: etc …\n" + "Signatures are required; these count:\n  " + ONE);
    }

    @Test
    void theFileKeepsItsCommentsAndOtherKeys() throws Exception {
        Path cfg = folder.resolve("etc/trust.cfg");
        Files.createDirectories(cfg.getParent());
        Files.writeString(cfg, "# Says who.\n\n# On or off.\n#signatures = off\n\n# Whose.\n#signers =\n\nother = 1\n");
        TrustFile file = new TrustFile(cfg);

        file.write(TrustSettings.of(true, List.of(ONE, TWO)));
        assertThat(cfg)
                .hasContent(
                        "# Says who.\n\n# On or off.\n#signatures = off\nsignatures = required\n\n# Whose.\n#signers =\n"
                                + "signers = " + ONE + ", " + TWO + "\n\nother = 1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cfg)))
                .isEqualTo("rw-------");

        file.write(OFF);
        assertThat(cfg)
                .hasContent("# Says who.\n\n# On or off.\n#signatures = off\nsignatures = off\n\n# Whose.\n#signers =\n"
                        + "signers =\n\nother = 1\n");
    }

    @Test
    void aMissingFileIsMadeAndContinuedLinesAreReplacedWhole() throws Exception {
        Path cfg = folder.resolve("trust.cfg");
        new TrustFile(cfg).write(ON);
        assertThat(cfg).hasContent("signatures = required\nsigners = " + ONE + "\n");

        assertThat(TrustFile.set("signers = a,\\\n  b,\\\n  c\nx = 1\nsigners = d\n", "signers", "e"))
                .isEqualTo("signers = e\nx = 1\n");
    }

    private TrustVerb.Change change(TrustSettings now, String... arguments) {
        return TrustVerb.change(now, new Signers(folder), List.of(arguments));
    }

    private void refused(TrustSettings now, String why, String... arguments) {
        assertThatThrownBy(() -> change(now, arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}

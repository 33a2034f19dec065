package org.dharmic.swap.deploy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A deploy folder beside two bundles that run. */
abstract class DeployScene {

    static final String A = "org.dharmic.a";
    static final String B = "org.dharmic.b";

    @TempDir
    Path root;

    Setting setting;

    @BeforeEach
    void twoBundlesRun() throws Exception {
        setting = new Setting(root);
        setting.swaps.runs(A, "1.0.0");
        setting.swaps.runs(B, "1.0.0");
    }
}

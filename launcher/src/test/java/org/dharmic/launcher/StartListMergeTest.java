package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.dharmic.launcher.instance.StartFailure;
import org.junit.jupiter.api.Test;

class StartListMergeTest {

    private static final String BEFORE = "# old\nmvn\\:g/a/1.0 = 40\nmvn\\:g/b/1.0 = 60\nmvn\\:g/gone/1.0 = 60\n";
    private static final String SHIPPED = "# new\nmvn\\:g/a/1.5 = 40\nmvn\\:g/b/1.5 = 61\nmvn\\:g/c/1.5 = 60\n";

    @Test
    void anUpgradedLineStaysWhileItIsNewer() throws StartFailure {
        assertThat(merge("mvn\\:g/a/1.0 = 40\nmvn\\:g/b/2.0 = 60\nmvn\\:g/gone/1.0 = 60\n"))
                .isEqualTo("# new\nmvn\\:g/a/1.5 = 40\nmvn\\:g/b/2.0 = 61\nmvn\\:g/c/1.5 = 60\n");
        assertThat(merge("mvn\\:g/a/1.0 = 40\nmvn\\:g/b/1.2 = 60\nmvn\\:g/gone/1.0 = 60\n"))
                .isEqualTo(SHIPPED);
    }

    @Test
    void whatWasAddedStaysAndWhatWasTakenOutStaysOut() throws StartFailure {
        assertThat(merge("mvn\\:g/a/1.0 = 40\nmvn\\:local/mine/7 = 70\nmvn\\:g/gone/1.0 = 60\n"))
                .isEqualTo("# new\nmvn\\:g/a/1.5 = 40\nmvn\\:g/c/1.5 = 60\nmvn\\:local/mine/7 = 70\n");
    }

    @Test
    void aChangedLevelStays() throws StartFailure {
        assertThat(merge("mvn\\:g/a/1.0 = 45\nmvn\\:g/b/1.0 = 60\nmvn\\:g/gone/1.0 = 60\n"))
                .isEqualTo("# new\nmvn\\:g/a/1.5 = 45\nmvn\\:g/b/1.5 = 61\nmvn\\:g/c/1.5 = 60\n");
    }

    @Test
    void versionsAreComparedByTheirNumbers() {
        assertThat(StartListMerge.compare("1.10", "1.9")).isPositive();
        assertThat(StartListMerge.compare("0.1.0.r10", "0.1.0")).isPositive();
        assertThat(StartListMerge.compare("1.0", "1.0")).isZero();
        assertThat(StartListMerge.compare("2.0-beta", "2.0-alpha")).isPositive();
    }

    private static String merge(String own) throws StartFailure {
        return StartListMerge.merge(own, BEFORE, SHIPPED);
    }
}

package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

class WiringTest {

    @Test
    void contractsNeedNothingButThePlatformAndEachOther(@TempDir Path folder) throws Exception {
        try (FelixRun run = FelixRun.in(folder).withAllContracts().start()) {
            assertThat(run.unsatisfied()).isEmpty();
            assertThat(run.context().getBundles())
                    .filteredOn(bundle -> bundle.getSymbolicName().startsWith("org.dharmic."))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
        }
    }

    @Test
    void aRoomIsActiveWithoutAnyOther(@TempDir Path folder) throws Exception {
        FelixRun.Plan plan = FelixRun.in(folder)
                .withAllContracts()
                .with("org.apache.felix.healthcheck.api", "lib-metrics", "sqlite-jdbc")
                .with("jackson-annotations", "jackson-core", "jackson-databind", "journal-sqlite");
        try (FelixRun run = plan.start()) {
            run.service("org.dharmic.journal.Journal", Duration.ofSeconds(10));
            assertThat(run.unsatisfied()).isEmpty();
        }
    }
}

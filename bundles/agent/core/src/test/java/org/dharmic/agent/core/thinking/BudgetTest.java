package org.dharmic.agent.core.thinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetTest {

    @Test
    void theBudgetSurvivesARestartAndEndsWithTheDay(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("agent/budget.json");
        ZoneId zone = ZoneOffset.ofHours(2);
        Clock evening = Clock.fixed(Instant.parse("2026-11-22T21:59:00Z"), zone);
        Budget budget = new Budget(file, evening);
        assertThat(budget.isUsedUp("clever", 100)).isFalse();
        budget.spend("clever", 70);
        budget.spend("other", 40);

        Budget after = new Budget(file, evening);
        assertThat(after.today()).isEqualTo(110);
        assertThat(after.isUsedUp("clever", 100)).isTrue();
        assertThat(after.isUsedUp("plain", 100)).isFalse();
        assertThat(after.isUsedUp("clever", 0)).isFalse();
        assertThat(new Budget(file, Clock.fixed(Instant.parse("2026-11-22T22:00:00Z"), zone)).today())
                .isZero();

        Files.writeString(file, "torn {");
        assertThat(new Budget(file, evening).today()).isZero();
    }
}

package org.dharmic.swap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployTextTest {

    private static final Instant AT = Instant.parse("2026-11-22T16:00:00.5Z");

    @Test
    void eachFileHasALineAndItsReasonsBelow() {
        assertThat(DeployText.table(
                        List.of(
                                new FileState("a.jar", FileState.State.APPLIED, "org.a", "1.1.0", "h1", AT, List.of()),
                                new FileState(
                                        "bad\u001b.jar", FileState.State.PUT_BACK, "", "", "", AT, List.of("why"))),
                        List.of()))
                .isEqualTo("""
                        FILE      STATE     BUNDLE  VERSION  EXCHANGE  SINCE
                        a.jar     applied   org.a   1.1.0    h1        2026-11-22T16:00:00Z
                        bad\uFFFD.jar  put back  -       -        -         2026-11-22T16:00:00Z
                          why""");
    }

    @Test
    void anEmptyFolderIsSaidInWords() {
        assertThat(DeployText.table(List.of(), List.of("x"))).startsWith("Nothing is acted upon: x\ndeploy/ is empty");
    }

    @Test
    void scriptsGetALineOfJsonForEach() {
        assertThat(DeployText.json(List.of(
                        new FileState("a.jar", FileState.State.APPLIED, "org.a", "1.1.0", "h1", AT, List.of("r")))))
                .isEqualTo(
                        "{\"file\":\"a.jar\",\"state\":\"APPLIED\",\"symbolic_name\":\"org.a\",\"version\":\"1.1.0\","
                                + "\"exchange\":\"h1\",\"since\":\"2026-11-22T16:00:00.500Z\",\"reasons\":[\"r\"]}");
    }
}

package org.dharmic.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StartListTextTest {

    private final StartListText list =
            StartListText.of("# mine\n\nmvn\\:g/a/1.0 = 40\nmvn:g/b/1.0/jar/x=60\n# end", "list");

    @Test
    void editsLeaveEverythingElseAsItWas() throws StartFailure {
        assertThat(list.replace("mvn:g/a/2.0").content())
                .isEqualTo("# mine\n\nmvn\\:g/a/2.0 = 40\nmvn:g/b/1.0/jar/x=60\n# end\n");
        assertThat(list.replace("mvn:g/b/2.0/jar/x").content())
                .isEqualTo("# mine\n\nmvn\\:g/a/1.0 = 40\nmvn\\:g/b/2.0/jar/x = 60\n# end\n");
        assertThat(list.add("mvn:local/c/1", 70).content()).endsWith("# end\nmvn\\:local/c/1 = 70\n");
        assertThat(list.remove("mvn:g/a/1.0").content()).isEqualTo("# mine\n\nmvn:g/b/1.0/jar/x=60\n# end\n");
    }

    @Test
    void aLineThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> list.replace("mvn:g/z/1")).hasMessageContaining("list has no line of g:z");
        assertThatThrownBy(() -> list.remove("file:/x")).hasMessageContaining("was: file:/x");
    }

    @Test
    void aLineKnowsTheLocationOfAnotherVersion() throws StartFailure {
        assertThat(list.parsed().line("g:b:x").orElseThrow().locationOf("3.1.r1"))
                .isEqualTo("mvn:g/b/3.1.r1/jar/x");
    }
}

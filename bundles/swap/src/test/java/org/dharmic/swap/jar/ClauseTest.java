package org.dharmic.swap.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClauseTest {

    @Test
    void pathsAttributesAndDirectivesAreToldApart() {
        assertThat(Clause.parse("a.b;c.d;version=\"[1.0,2)\";x:List<String>=\"p,q\";resolution:=optional , e"))
                .containsExactly(
                        new Clause(
                                List.of("a.b", "c.d"),
                                Map.of("version", "[1.0,2)", "x:List<String>", "p,q"),
                                Map.of("resolution", "optional")),
                        new Clause(List.of("e"), Map.of(), Map.of()));
    }

    @Test
    void quotesHideWhatSeparates() {
        assertThat(Clause.parse("osgi.service;filter:=\"(&(a=1;2)(b=3,4))\";n=\"say \\\"hi\\\"\"")
                        .get(0))
                .isEqualTo(new Clause(
                        List.of("osgi.service"), Map.of("n", "say \"hi\""), Map.of("filter", "(&(a=1;2)(b=3,4))")));
    }

    @Test
    void nothingIsNoClause() {
        assertThat(Clause.parse(null)).isEmpty();
        assertThat(Clause.parse("  ")).isEmpty();
    }

    @Test
    void whatIsMalformedIsNamed() {
        assertThatThrownBy(() -> Clause.parse("a;version=\"1")).hasMessageContaining("quote is not closed");
        assertThatThrownBy(() -> Clause.parse("a,,b")).hasMessageContaining("neither path nor parameter");
        assertThatThrownBy(() -> Clause.parse("a;v=1;v=2")).hasMessageContaining("'v' stands twice");
        assertThatThrownBy(() -> Clause.parse("v=1")).hasMessageContaining("names nothing");
    }
}

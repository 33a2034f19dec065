package org.dharmic.launcher.metatype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetCheckTest {

    private static final String DOCUMENT = """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.2.0">
              <OCD id="config" name="Mail">
                <AD id="poll.seconds" type="Integer" min="1" max="3600" default="30"/>
                <AD id="ratio" type="Double" min="0" max="1" default="0.5"/>
                <AD id="idle" type="Boolean" default="true"/>
                <AD id="host" type="String"/>
                <AD id="note" type="String" required="false"/>
                <AD id="folders" type="String" cardinality="2" default="INBOX"/>
                <AD id="password.secret" type="String" min="3" default="imap"/>
                <AD id="mode" type="String" default="kept">
                  <Option label="kept" value="kept"/><Option label="per poll" value="per-poll"/>
                </AD>
              </OCD>
              <Designate factoryPid="org.dharmic.mail.imap"><Object ocdref="config"/></Designate>
            </metatype:MetaData>
            """;

    private SetCheck check;

    @BeforeEach
    void readTheMetatype() throws IOException {
        Map<String, MetatypeXml.Designation> read =
                MetatypeXml.read(new ByteArrayInputStream(DOCUMENT.getBytes(StandardCharsets.UTF_8)));
        check = new SetCheck(
                new Schema("room 1", read.get("org.dharmic.mail.imap").attributes()));
    }

    @ParameterizedTest
    @CsvSource({
        "poll.seconds, 30",
        "ratio, 0.25",
        "ratio, 1",
        "idle, FALSE",
        "host, ''",
        "note, anything",
        "mode, per-poll",
        "folders, INBOX"
    })
    void aGoodValuePasses(String key, String value) {
        assertThat(check.check(withHost(key, value)).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "poll.seconds | 0 | a whole number from 1 to 3600",
                "poll.seconds | 4000 | a whole number from 1 to 3600",
                "poll.seconds | '' | a whole number from 1 to 3600",
                "poll.seconds | '30 ' | a whole number from 1 to 3600",
                "poll.seconds | often | a whole number from 1 to 3600",
                "poll.seconds | 99999999999 | a whole number from 1 to 3600",
                "ratio | NaN | a number from 0 to 1",
                "ratio | 1.5 | a number from 0 to 1",
                "idle | yes | true or false",
                "mode | open | one of kept, per-poll",
                "host | ${env:HOST} | a value without an unresolved placeholder",
                "note | $[env:NOTE] | a value without an unresolved placeholder"
            })
    void aBadValueIsNamedWithWhatIsExpected(String key, String value, String expected) {
        assertThat(check.check(withHost(key, value)).problems()).containsExactly(new Problem(key, value, expected));
    }

    @Test
    void aRequiredKeyWithoutDefaultMustBeThere() {
        assertThat(check.check(Map.of()).problems()).singleElement().satisfies(problem -> assertThat(
                        problem.message("etc/x.cfg"))
                .startsWith("host must be given: a text, was ''"));
    }

    @Test
    void oneValueIsOneAndManyAreCounted() {
        assertThat(check.check(withHost("idle", new String[] {"true", "false"})).problems())
                .extracting(Problem::key)
                .containsExactly("idle");
        assertThat(check.check(withHost("folders", new String[] {"a", "b"})).problems())
                .isEmpty();
        assertThat(check.check(withHost("folders", new String[] {"a", "b", "c"}))
                        .problems())
                .extracting(Problem::expected)
                .containsExactly("at most 2 values");
    }

    @Test
    void anUnknownKeyIsReportedWithItsNearestNeighbourAndDoesNotSpoilTheSet() {
        SetCheck.Outcome outcome = check.check(withHost("pol.seconds", "hunter2"));
        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.unknown()).singleElement().satisfies(problem -> {
            assertThat(problem.expected()).isEqualTo("a known key, perhaps poll.seconds");
            assertThat(problem.value()).doesNotContain("hunter2");
        });
        assertThat(check.check(withHost("entirely.different.thing", "1")).unknown())
                .extracting(Problem::expected)
                .containsExactly("a known key");
    }

    @Test
    void aKeyThatMightHoldASecretIsNotShown() {
        assertThat(check.check(withHost("password.secret", "x")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.value()).isEqualTo("…"));
    }

    @Test
    void targetsOfReferencesBelongToTheComponentRuntime() {
        assertThat(check.check(withHost("Journal.target", "(a=b)")).unknown()).isEmpty();
    }

    @Test
    void aDocumentThatReachesOutsideIsRefused() {
        String evil = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>";
        assertThatThrownBy(() -> MetatypeXml.read(new ByteArrayInputStream(evil.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class);
    }

    private static Map<String, Object> withHost(String key, Object value) {
        return key.equals("host") ? Map.of(key, value) : Map.of("host", "mail.example.org", key, value);
    }
}

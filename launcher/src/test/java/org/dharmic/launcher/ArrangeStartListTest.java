package org.dharmic.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.junit.jupiter.api.Test;

class ArrangeStartListTest {

    @Test
    void theDistributionsOrderPutsPeoplesWaysInLast() throws StartFailure {
        StartList list = parse("mvn\\:org.apache.karaf.shell/org.apache.karaf.shell.ssh/4 = 30\n"
                + "mvn\\:org.apache.felix/org.apache.felix.scr/2 = 30\nmvn\\:org.dharmic/mail-imap/1 = 70\n"
                + "mvn\\:org.apache.felix/org.apache.felix.fileinstall/3 = 9\n");

        assertThat(parse(ArrangeStartList.format(list.lines())).lines())
                .extracting(line -> line.artifact() + " " + line.level())
                .containsExactly(
                        "org.apache.felix:org.apache.felix.fileinstall 12",
                        "org.apache.felix:org.apache.felix.scr 30",
                        "org.dharmic:mail-imap 70",
                        "org.apache.karaf.shell:org.apache.karaf.shell.ssh 90");
    }

    private static StartList parse(String text) throws StartFailure {
        return StartList.parse(text.getBytes(StandardCharsets.UTF_8), "list");
    }
}

package org.dharmic.swap.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFilesTest {

    private static final List<String> PIDS = List.of("org.dharmic.mail.imap");

    @TempDir
    Path folder;

    private Path etc;
    private Path kept;
    private Path aside;
    private ConfigurationFiles files;

    @BeforeEach
    void etc() throws Exception {
        etc = Files.createDirectories(folder.resolve("etc"));
        kept = folder.resolve("kept");
        aside = folder.resolve("aside");
        files = new ConfigurationFiles(etc);
    }

    @Test
    void whatHasChangedComesBackAndNothingIsLost() throws Exception {
        Path main = Files.writeString(etc.resolve("org.dharmic.mail.imap.cfg"), "a = 1\n");
        Path work = Files.writeString(etc.resolve("org.dharmic.mail.imap-work.cfg"), "b = 1\n");
        Path other = Files.writeString(etc.resolve("org.dharmic.mail.imapother.cfg"), "c = 1\n");
        files.keep(PIDS, kept);
        Files.writeString(main, "a = 2\n");
        Files.delete(work);
        Path added = Files.writeString(etc.resolve("org.dharmic.mail.imap-new.cfg"), "d = 1\n");
        Files.writeString(other, "c = 2\n");

        List<String> done = files.restore(PIDS, kept, aside);

        assertThat(done).hasSize(3).allMatch(line -> line.startsWith("etc/"));
        assertThat(main).hasContent("a = 1\n");
        assertThat(work).hasContent("b = 1\n");
        assertThat(added).doesNotExist();
        assertThat(other).hasContent("c = 2\n");
        assertThat(aside.resolve("org.dharmic.mail.imap.cfg")).hasContent("a = 2\n");
        assertThat(aside.resolve("org.dharmic.mail.imap-new.cfg")).hasContent("d = 1\n");
    }

    @Test
    void whatIsAsItWasIsLeftAlone() throws Exception {
        Path main = Files.writeString(etc.resolve("org.dharmic.mail.imap.cfg"), "a = 1\n");
        files.keep(PIDS, kept);
        Object before = Files.getAttribute(main, "unix:ino");

        assertThat(files.restore(PIDS, kept, aside)).isEmpty();
        assertThat(Files.getAttribute(main, "unix:ino")).isEqualTo(before);
        assertThat(aside).doesNotExist();
    }
}

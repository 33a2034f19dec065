package org.dharmic.launcher.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheMarkerTest {

    private static final String SHA = "abc";

    @TempDir
    Path folder;

    private Layout layout;
    private CacheMarker marker;
    private StartList list;

    @BeforeEach
    void aBootedCache() throws Exception {
        layout = new Layout(folder.resolve("home"), folder.resolve("base"));
        marker = new CacheMarker(layout);
        list = StartList.parse("mvn\\:a/b/1 = 1".getBytes(StandardCharsets.UTF_8), "list");
        Files.createDirectories(layout.home());
        Files.createDirectories(layout.cache().resolve("bundle0"));
    }

    @ParameterizedTest(name = "marker {0}, cache {1}, same build {2}: rebuild {3}")
    @CsvSource({
        "none, false, true, true, there is no bundle cache yet",
        "none, true, true, true, the last boot or upgrade did not finish",
        "other, true, true, true, the start list has changed",
        "abc, false, true, true, the bundle cache is gone",
        "abc, true, false, true, the distribution has been built anew",
        "abc, true, true, false, the bundle cache is whole"
    })
    void theDecision(String content, boolean cached, boolean sameBuild, boolean rebuild, String why) {
        Optional<String> read = content.equals("none") ? Optional.empty() : Optional.of(content);

        assertThat(CacheMarker.judge(read, cached, SHA, sameBuild)).isEqualTo(new CacheMarker.Verdict(rebuild, why));
    }

    @Test
    void aMarkerIsTrustedUntilTheListChanges() throws Exception {
        assertThat(marker.judge(list).rebuild()).isTrue();

        marker.write(list);
        assertThat(marker.judge(list).rebuild()).isFalse();
        assertThat(Files.readString(layout.cacheOk()).strip()).isEqualTo(list.sha256());

        StartList upgraded = StartList.parse("mvn\\:a/b/2 = 1".getBytes(StandardCharsets.UTF_8), "list");
        assertThat(marker.judge(upgraded).rebuild()).isTrue();
    }

    @Test
    void aNewBuildWithTheSameVersionsIsNoticed() throws Exception {
        Files.writeString(layout.build(), "1");
        marker.write(list);
        assertThat(marker.judge(list).rebuild()).isFalse();

        Files.writeString(layout.build(), "2");
        assertThat(marker.judge(list).why()).isEqualTo("the distribution has been built anew");
    }

    @Test
    void discardingLeavesNothing() throws Exception {
        marker.write(list);
        marker.discardCache();

        assertThat(layout.cache()).doesNotExist();
    }
}

package org.dharmic.benchmarks.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BombTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void eachIsReadOrRefused(Bomb bomb) throws IOException {
        Path mail = folder.resolve("bomb");
        bomb.write(mail);
        assertThat(new Reader(folder).read(mail)).matches("(read|refused): .*");
    }
}

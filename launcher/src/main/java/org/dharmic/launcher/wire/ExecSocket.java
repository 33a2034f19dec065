package org.dharmic.launcher.wire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Where the socket of an instance lies. */
public final class ExecSocket {

    /** Socket addresses hold 108 bytes on Linux and 104 on macOS, with a closing zero. */
    private static final int LONGEST = 100;

    private ExecSocket() {}

    /**
     * {@code exec.sock} in the data folder; where that path is too long for a socket address, in a folder of the system's
     * temporary one that is named after it and belongs to the same user alone.
     *
     * @param data the instance's {@code data/dharmic}
     */
    public static Path path(Path data) {
        Path inside = data.toAbsolutePath().normalize().resolve("exec.sock");
        byte[] bytes = inside.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST) {
            return inside;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Path.of(
                "/tmp",
                "dharmic-" + System.getProperty("user.name") + "-"
                        + HexFormat.of().toHexDigits((int) crc.getValue()),
                "exec.sock");
    }
}

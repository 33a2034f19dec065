package org.dharmic.journal.sqlite.folder;

import java.time.Instant;
import java.util.Objects;

/**
 * The running process. Leases and waits are measured on its nanosecond clock, which means nothing to another process; an
 * upgrade of the bundle inside the process keeps them.
 *
 * @param id letters and digits, another one for each process even if the number of the process returns
 */
public record Boot(String id) {

    public Boot {
        Objects.requireNonNull(id, "id");
    }

    public static Boot ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new Boot(Long.toString(self.pid(), 36) + "x" + Long.toString(started, 36));
    }
}

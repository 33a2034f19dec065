package org.dharmic.mail.imap.mime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How much the calling thread has worked; where the machine does not tell, how much time has passed. */
final class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean TOLD = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private CpuTime() {}

    static long ofThisThread() {
        return TOLD ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}

package org.dharmic.benchmarks.vault.probe;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Properties;
import org.dharmic.metrics.Metrics;
import org.dharmic.metrics.Reading;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.VaultIndex;

/** What the index says of itself, what the heap has held at most, and the vault's own meters. */
final class StateRequest implements Mailbox.Handler {

    private static final String METERS = "vault_";

    private final Services services;

    StateRequest(Services services) {
        this.services = services;
    }

    @Override
    public Properties answer(Properties request) {
        Properties reply = new Properties();
        describe(services.withIndex(VaultIndex::state), reply);
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                // Of the pools' own peaks, which need not have met: an upper bound.
                peak += pool.getPeakUsage().getUsed();
            }
        }
        reply.setProperty("heap.peak.bytes", Long.toString(peak));
        reply.setProperty("heap.max.bytes", Long.toString(Runtime.getRuntime().maxMemory()));
        try {
            services.with(Metrics.class, metrics -> {
                for (Reading reading : metrics.readings()) {
                    if (reading.name().startsWith(METERS)) {
                        reading.values()
                                .forEach((key, value) -> reply.setProperty(
                                        "meter." + reading.name() + reading.tags() + "." + key, value.toString()));
                    }
                }
                return true;
            });
        } catch (NoClassDefFoundError e) {
            // A container without metrics: then there are none.
            reply.setProperty("meters", "none");
        }
        return reply;
    }

    static void describe(IndexState state, Properties to) {
        to.setProperty("phase", state.phase().toString());
        to.setProperty("files", Long.toString(state.files()));
        to.setProperty("passages", Long.toString(state.passages()));
        to.setProperty("problems", Long.toString(state.problems()));
        to.setProperty("message", state.message());
    }
}

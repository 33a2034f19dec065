package org.dharmic.benchmarks.vault.probe;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.dharmic.vault.Vault;
import org.dharmic.vault.VaultIndex;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The services under measurement, looked up for each request: they may be replaced between two. */
final class Services {

    private static final String VAULT_BUNDLE = "org.dharmic.vault.lucene";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BundleContext context;

    Services(BundleContext context) {
        this.context = context;
    }

    <T> T withIndex(Function<VaultIndex, T> use) {
        return await(VaultIndex.class, use);
    }

    <T> T withVault(Function<Vault, T> use) {
        return await(Vault.class, use);
    }

    /** A container on a busy machine says that it runs before every service is there. */
    private <S, T> T await(Class<S> type, Function<S, T> use) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Optional<T> result = with(type, use);
            if (result.isPresent()) {
                return result.get();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("There is no " + type.getSimpleName());
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    /** Empty when there is no such service now. */
    <S, T> Optional<T> with(Class<S> type, Function<S, T> use) {
        ServiceReference<S> reference = context.getServiceReference(type);
        if (reference == null) {
            return Optional.empty();
        }
        S service = context.getService(reference);
        if (service == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(use.apply(service));
        } finally {
            context.ungetService(reference);
        }
    }

    Bundle vaultBundle() {
        for (Bundle bundle : context.getBundles()) {
            if (isVault(bundle)) {
                return bundle;
            }
        }
        throw new IllegalStateException("There is no bundle " + VAULT_BUNDLE);
    }

    static boolean isVault(Bundle bundle) {
        return VAULT_BUNDLE.equals(bundle.getSymbolicName());
    }
}

package org.dharmic.swap.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.dharmic.launcher.instance.Guarded;
import org.dharmic.launcher.instance.Layout;
import org.dharmic.launcher.instance.Reason;

/** Trust as the configuration says. What came with the distribution is not asked: it did not come this way. */
final class ConfiguredTrust implements Trust {

    private final Layout layout;
    private final Supplier<TrustSettings> settings;
    private final Clock clock;

    ConfiguredTrust(Layout layout, Supplier<TrustSettings> settings, Clock clock) {
        this.layout = layout;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<String> refusals(Path jar) {
        TrustSettings now = settings.get();
        if (!now.problems().isEmpty()) {
            return now.problems();
        }
        if (!now.required()) {
            return List.of();
        }
        if (now.signers().isEmpty()) {
            return List.of("signatures are required and nobody's count; swap:trust add <certificate> names somebody");
        }
        try {
            return SignedJar.read(jar).refusals(new SignerRule(now.signers(), clock, ConfiguredTrust::timeAuthorities));
        } catch (IOException e) {
            return List.of(jar.getFileName() + " cannot be checked: " + Reason.of(e));
        }
    }

    @Override
    public List<String> folderRefusals() {
        try {
            return Guarded.forThisProcess()
                    .problems(List.of(
                            layout.etc(),
                            layout.startList(),
                            layout.etc().resolve(TrustComponent.PID + ".cfg"),
                            layout.base().resolve("deploy")));
        } catch (IOException e) {
            return List.of("Who may write etc/ cannot be found out: " + Reason.of(e));
        }
    }

    /** Those that this JDK trusts for everything else. */
    private static Set<TrustAnchor> timeAuthorities() {
        Set<TrustAnchor> anchors = new HashSet<>();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager trusting) {
                    for (X509Certificate certificate : trusting.getAcceptedIssuers()) {
                        anchors.add(new TrustAnchor(certificate, null));
                    }
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK's own certificates cannot be read", e);
        }
        return anchors;
    }
}

package org.dharmic.vault.lucene;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dharmic.vault.Hit;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.Query;
import org.osgi.framework.BundleContext;

/** The room on a folder, as the container would run it, opened and closed as often as a test wants. */
final class TestRoom implements AutoCloseable {

    final Path vault;
    private final Path data;
    private final Map<String, Object> keys = new HashMap<>();
    LuceneVault room;

    TestRoom(Path folder) throws IOException {
        this.vault = Files.createDirectories(folder.resolve("vault"));
        this.data = folder.resolve("data");
        keys.put("vault_folder", vault.toString());
        keys.put("reconcile_seconds", 5);
    }

    TestRoom with(String key, Object value) {
        keys.put(key, value);
        return this;
    }

    TestRoom file(String path, String text) {
        return file(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    TestRoom file(String path, byte[] bytes) {
        try {
            Path file = vault.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens without waiting for anything. */
    TestRoom open() {
        room = new LuceneVault(bundleContext(), config());
        return this;
    }

    TestRoom ready() {
        open();
        return awaitReady();
    }

    TestRoom awaitReady() {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> room.state().phase() == Phase.READY
                        && room.state().message().equals("ready"));
        return this;
    }

    void modify() {
        room.modified(config());
    }

    List<String> paths(String query) {
        return room.search(Query.of(query, 20)).hits().stream().map(Hit::path).toList();
    }

    Path index() {
        return data.resolve("vault-index");
    }

    VaultConfig config() {
        return config(keys);
    }

    static VaultConfig config(Map<String, Object> keys) {
        return (VaultConfig) Proxy.newProxyInstance(
                TestRoom.class.getClassLoader(),
                new Class<?>[] {VaultConfig.class},
                (proxy, method, arguments) -> keys.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    BundleContext bundleContext() {
        return (BundleContext) Proxy.newProxyInstance(
                TestRoom.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty")
                                && arguments[0].equals(org.dharmic.support.osgi.DataFolder.PROPERTY)
                        ? data.toString()
                        : null);
    }

    @Override
    public void close() {
        if (room != null) {
            room.deactivate();
            room = null;
        }
    }
}

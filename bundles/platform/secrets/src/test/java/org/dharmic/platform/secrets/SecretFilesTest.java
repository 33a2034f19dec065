package org.dharmic.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.dharmic.platform.ConfigProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class SecretFilesTest {

    @TempDir
    Path etc;

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> "karaf.etc".equals(arguments[0]) ? etc.toString() : null);
    }

    private static SecretsConfig config(Map<String, Object> set) {
        return (SecretsConfig) Proxy.newProxyInstance(
                SecretsConfig.class.getClassLoader(),
                new Class<?>[] {SecretsConfig.class, Annotation.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private void secret(String folder, String value) throws Exception {
        Path made = Files.createDirectories(etc.resolve(folder));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.writeString(made.resolve("sample"), value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void anotherFolderIsMovedToWhileItRunsAndLeavingIsTemporary() throws Exception {
        secret("secrets", "quince");
        secret("others", "medlar");
        SecretFiles secrets = new SecretFiles(context(), config(Map.of()));
        assertThat(secrets.resolve("sample")).containsExactly("quince".toCharArray());
        secrets.modified(config(Map.of("folder", "others")));
        assertThat(secrets.resolve("sample")).containsExactly("medlar".toCharArray());
        assertThat(secrets.execute().getStatus()).isEqualTo(Result.Status.OK);
        secrets.deactivate();
        assertThat(secrets.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        SecretsConfigCheck check = new SecretsConfigCheck(context());
        Files.createFile(etc.resolve("file"));
        assertThat(check.check(Map.of("folder", ""))).isEmpty();
        assertThat(check.check(Map.of("folder", "file")))
                .extracting(ConfigProblem::key)
                .containsExactly("folder");
    }
}

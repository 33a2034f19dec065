package org.dharmic.telos.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.dharmic.platform.ConfigProblem;
import org.dharmic.telos.TelosRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class YamlTelosTest {

    @TempDir
    Path folder;

    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (String.valueOf(arguments[0])) {
                    case "karaf.etc" -> folder.toString();
                    case "dharmic.data" -> folder.resolve("data").toString();
                    default -> null;
                });
    }

    private static TelosConfig config(Map<String, Object> set) {
        return (TelosConfig) Proxy.newProxyInstance(
                TelosConfig.class.getClassLoader(),
                new Class<?>[] {TelosConfig.class, Annotation.class},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void anotherFileIsMovedToWhileItRuns() throws Exception {
        YamlTelos telos = new YamlTelos(context(), config(Map.of()));
        telos.init("Truthful help", "Clear answers", List.of("Order"));
        Files.writeString(
                folder.resolve("other.yaml"),
                Files.readString(folder.resolve("telos.yaml")).replace("Order", "Music"));
        telos.modified(config(Map.of("file", "other.yaml")));
        assertThat(telos.current().orElseThrow().proximateAims()).containsExactly("Music");
        telos.evolve(List.of("Song"), "it sounds");
        assertThat(Files.readString(folder.resolve("telos.yaml"))).contains("Order");
        telos.deactivate();
        assertThat(telos.execute().getStatus()).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void whoLeftWritesNoMore() {
        TelosFile telos = new TelosFile(
                folder.resolve("telos.yaml"), folder.resolve("data"), Clock.systemUTC(), () -> {}, () -> {});
        telos.init("Truthful help", "Clear answers", List.of("Order"));
        telos.close();
        assertThatThrownBy(() -> telos.evolve(List.of("Music"), "too late"))
                .isInstanceOf(TelosRefused.class)
                .hasMessageContaining("left to another");
        assertThat(telos.look().document().orElseThrow().orientation().proximateAims())
                .containsExactly("Order");
    }

    @Test
    void aPlaceThatCannotBeIsAProblem() throws Exception {
        TelosConfigCheck check = new TelosConfigCheck(context());
        Files.createDirectory(folder.resolve("folder"));
        assertThat(check.check(Map.of("file", ""))).as("telos:init makes it").isEmpty();
        assertThat(check.check(Map.of("file", "folder")))
                .extracting(ConfigProblem::key)
                .containsExactly("file");
        assertThat(check.check(Map.of("file", "nowhere/telos.yaml"))).hasSize(1);
    }
}

package org.dharmic.swap.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSourcesTest {

    @TempDir
    Path folder;

    private Path own;
    private Path shipped;
    private Sources sources;

    @BeforeEach
    void twoRepositories() throws Exception {
        own = Files.createDirectories(folder.resolve("base/system"));
        shipped = Files.createDirectories(folder.resolve("home/system"));
        sources = new LocalSources(List.of(own, shipped));
    }

    private List<Path> resolve(String argument) throws UnknownSource {
        return sources.resolve(argument, folder.resolve("base"));
    }

    @Test
    void aPathIsItself() throws Exception {
        Path jar = put(folder.resolve("x.jar"));

        assertThat(resolve(jar.toString())).containsExactly(jar);
        assertThat(resolve("../x.jar")).containsExactly(jar);
        assertThat(resolve("file:" + jar)).containsExactly(jar);
        assertThat(resolve(jar.toUri().toString())).containsExactly(jar);
    }

    @Test
    void aPathWithABlankIsOneToo() throws Exception {
        Path jar = put(folder.resolve("a b#c.jar"));

        assertThat(resolve(jar.toString())).containsExactly(jar);
        assertThat(resolve(jar.toUri().toString())).containsExactly(jar);
    }

    @Test
    void whatIsMissingIsSaidWithThePathThatWasLookedAt() {
        unknown("nothing.jar", "There is no file " + folder.resolve("base/nothing.jar"), "relative paths start there");
        unknown(folder.toString(), "is a folder");
        unknown("", "Which jar?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://example.org/x.jar", "https://example.org/x.jar", "ftp://example.org/x.jar", "HTTP://x/y"
            })
    void nothingIsFetched(String address) {
        unknown(address, address + " would have to be fetched, and nothing is");
    }

    @Test
    void aFileOfAnotherMachineIsNotLocal() {
        unknown("file://server/share/x.jar", "names another machine (server)");
    }

    @Test
    void mavenAddressesAreLookedUpInTheInstanceFirst() throws Exception {
        Path inShipped = put(shipped.resolve("org/dharmic/vault-lucene/1.1.0/vault-lucene-1.1.0.jar"));
        assertThat(resolve("mvn:org.dharmic/vault-lucene/1.1.0")).containsExactly(inShipped);

        Path inOwn = put(own.resolve("org/dharmic/vault-lucene/1.1.0/vault-lucene-1.1.0.jar"));
        assertThat(resolve("mvn:org.dharmic/vault-lucene/1.1.0")).containsExactly(inOwn);

        Path classified = put(own.resolve("g/a/1/a-1-c.zip"));
        assertThat(resolve("mvn:g/a/1/zip/c")).containsExactly(classified);
    }

    @Test
    void aMissingArtifactNamesEveryPlace() {
        unknown(
                "mvn:g/a/1",
                "mvn:g/a/1 is in no repository of this machine",
                own.resolve("g/a/1/a-1.jar").toString(),
                shipped.resolve("g/a/1/a-1.jar").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mvn:g/a", "mvn:g/../1", "mvn:g//1", "mvn:a/b/c/d/e/f", "mvn:g/a/[1,2)"})
    void whatIsNoMavenAddressIsSaid(String address) {
        unknown(address, "expected mvn:group/artifact/version[/type[/classifier]], was " + address);
    }

    @Test
    void aRepositoryInTheAddressIsRefused() {
        unknown("mvn:https://example.org!g/a/1", "names a repository of its own");
    }

    @Test
    void aFeatureIsAllItsBundlesAndThoseOfItsPartsEachOnce() throws Exception {
        Path a = artifact("a");
        Path b = artifact("b");
        Path c = artifact("c");
        Path file = features(folder.resolve("features.xml"), """
                <feature name="all" version="1"><feature>scr</feature><feature>base</feature>
                  <bundle>mvn:g/b/1</bundle><bundle start-level="70"> mvn:g/c/1 </bundle>
                  <conditional><condition>x</condition><bundle>mvn:g/never/1</bundle></conditional></feature>
                <feature name="base" version="1"><feature>all</feature><bundle>mvn:g/a/1</bundle><bundle>mvn:g/b/1</bundle></feature>
                """);

        assertThat(resolve(file + "#all")).containsExactly(a, b, c);
        assertThat(resolve(file + "#all/1")).containsExactly(a, b, c);
        assertThat(resolve(file + "#base")).hasSize(3);
    }

    @Test
    void aFeatureOfThisProjectIsFoundByNameAndVersion() throws Exception {
        Path a = artifact("a");
        features(
                own.resolve("org/dharmic/dharmic-features/1.1.0/dharmic-features-1.1.0-features.xml"),
                "<feature name=\"dharmic-vault\" version=\"1.1.0\"><bundle>mvn:g/a/1</bundle></feature>");

        assertThat(resolve("dharmic-vault/1.1.0")).containsExactly(a);
        assertThat(resolve("mvn:org.dharmic/dharmic-features/1.1.0/xml/features#dharmic-vault"))
                .containsExactly(a);
        unknown("dharmic-vault/1.2.0", "mvn:org.dharmic/dharmic-features/1.2.0/xml/features is in no repository");
        unknown("dharmic-x/1.1.0", "has no feature dharmic-x/1.1.0; it has dharmic-vault/1.1.0");
    }

    @Test
    void aFeatureWithAMissingBundleIsNothing() throws Exception {
        Path file = features(
                folder.resolve("f.xml"),
                "<feature name=\"f\" version=\"1\"><bundle>mvn:g/x/1</bundle><bundle>wrap:mvn:g/y/1</bundle></feature>"
                        + "<feature name=\"empty\" version=\"1\"/>");

        unknown(
                file + "#f",
                "Feature f of " + file,
                "mvn:g/x/1 is in no repository",
                "wrap:mvn:g/y/1 would have to be");
        unknown(file + "#empty", "names no bundle");
    }

    @Test
    void aFeatureInTwoVersionsMustBeNamedWithOne() throws Exception {
        Path a = artifact("a");
        Path file = features(
                folder.resolve("f.xml"),
                "<feature name=\"f\" version=\"1\"><bundle>mvn:g/a/1</bundle></feature>"
                        + "<feature name=\"f\" version=\"2\"><bundle>mvn:g/b/1</bundle></feature>");

        unknown(file + "#f", "in several versions, name one: f/1, f/2");
        assertThat(resolve(file + "#f/1")).containsExactly(a);
    }

    @Test
    void aFeaturesFileOpensNothingElse() throws Exception {
        Path secret = folder.resolve("secret");
        Files.writeString(secret, "secret");
        Path file = folder.resolve("f.xml");
        Files.writeString(
                file,
                "<!DOCTYPE features [<!ENTITY s SYSTEM \"" + secret.toUri()
                        + "\">]><features><feature name=\"f\"><bundle>&s;</bundle></feature></features>");

        unknown(file + "#f", "is no features file", "DOCTYPE");
    }

    @Test
    void whatIsNoFeaturesFileIsSaid() throws Exception {
        Path file = folder.resolve("f.xml");
        Files.writeString(file, "<project/>");
        unknown(file + "#f", "its root is <project>");
        Files.writeString(file, "no xml");
        unknown(file + "#f", "is no features file");
        Files.writeString(file, " ".repeat((4 << 20) + 1));
        unknown(file + "#f", "larger than 4 MiB");
    }

    private void unknown(String argument, String... parts) {
        assertThatThrownBy(() -> resolve(argument))
                .isInstanceOf(UnknownSource.class)
                .hasMessageContainingAll(parts);
    }

    private Path artifact(String name) throws Exception {
        return put(shipped.resolve("g/" + name + "/1/" + name + "-1.jar"));
    }

    private static Path features(Path file, String content) throws Exception {
        put(file);
        Files.writeString(
                file,
                "<features name=\"x\" xmlns=\"http://karaf.apache.org/xmlns/features/v1.6.0\">" + content
                        + "</features>");
        return file;
    }

    private static Path put(Path file) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "jar");
        return file;
    }
}

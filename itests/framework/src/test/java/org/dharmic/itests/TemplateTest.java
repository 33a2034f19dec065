package org.dharmic.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dharmic.agent.Agent;
import org.dharmic.context.Inquiry;
import org.dharmic.executor.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The template for an executor of one's own: it builds when it was copied out of here, and what it builds answers. */
class TemplateTest {

    private static final Path CHECKOUT = Path.of(System.getProperty("checkout.folder", "../.."));
    private static final Path TEMPLATE = CHECKOUT.resolve("templates/executor");
    private static final String SENTENCE = "Little by little, the bird builds its nest.";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BUILT = Duration.ofMinutes(5);

    @Test
    void itsVersionsAreThoseOfTheParent() throws Exception {
        Document parent = pom(CHECKOUT.resolve("pom.xml"));
        Map<String, String> expected = versions(parent);
        expected.put("dharmic.version", child(parent.getDocumentElement(), "version"));

        assertThat(versions(pom(TEMPLATE.resolve("pom.xml"))))
                .hasSizeGreaterThan(5)
                .allSatisfy((name, version) -> assertThat(version).as(name).isEqualTo(expected.get(name)));
    }

    @Test
    void aCopyOfItBuildsAndAnswersAndMakesWayAgain(@TempDir Path folder) throws Exception {
        Path copy = copyTo(folder.resolve("my-executor"));
        run(copy, "./rename", "tally");
        Path home = distribution(folder.resolve("home"));
        byte[] first = build(copy, home, "1.0.0");
        edit(copy.resolve("src/main/java/org/dharmic/executor/tally/TallyConfig.java"), SENTENCE, "Many a little.");
        edit(copy.resolve("pom.xml"), "<version>1.0.0</version>", "<version>1.1.0</version>");
        byte[] second = build(copy, home, "1.1.0");

        try (FelixRun run = FelixRun.in(folder)
                .sharing(Agent.class, Inquiry.class, Executor.class)
                .withAllContracts()
                .with("org.apache.felix.healthcheck.api", "lib-metrics")
                .with("jackson-annotations", "jackson-core", "jackson-databind")
                .with("executor-extractive", "agent-core")
                .start()) {
            run.service(Executor.class, SOON);
            assertThat(ask(run)).doesNotContain("You asked");

            Bundle bundle = run.context().installBundle("test:template", stream(first));
            bundle.start();
            assertThat(run.unsatisfied()).isEmpty();
            assertThat(ask(run)).startsWith(SENTENCE).endsWith("You asked: When is the water filter due?");

            bundle.update(stream(second));
            assertThat(bundle.getVersion()).hasToString("1.1.0");
            assertThat(ask(run)).startsWith("Many a little.");

            bundle.uninstall();
            assertThat(ask(run)).doesNotContain("You asked");
        }
    }

    private static String ask(FelixRun run) throws Exception {
        Inquiry inquiry =
                new Inquiry("q", "console", "owner", "all", "t", "", "When is the water filter due?", Instant.EPOCH);
        return run.service(Agent.class, SOON)
                .ask(inquiry)
                .toCompletableFuture()
                .get(SOON.toSeconds(), TimeUnit.SECONDS)
                .markdown();
    }

    private static InputStream stream(byte[] jar) {
        return new ByteArrayInputStream(jar);
    }

    // ---- building

    private static Path copyTo(Path copy) throws IOException {
        Files.walkFileTree(TEMPLATE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (from.endsWith("target")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(TEMPLATE.relativize(from).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        from, copy.resolve(TEMPLATE.relativize(from).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }

    /** What the template needs of a distribution. */
    private static Path distribution(Path home) throws Exception {
        String version = child(pom(CHECKOUT.resolve("pom.xml")).getDocumentElement(), "version");
        for (String contract : List.of("executor-api", "context-api")) {
            Path place = home.resolve("system/org/dharmic/" + contract + "/" + version);
            Files.createDirectories(place);
            Files.copy(FelixRun.jar(contract), place.resolve(contract + "-" + version + ".jar"));
        }
        return home;
    }

    private static void edit(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).as(file.toString()).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static byte[] build(Path project, Path home, String version) throws IOException, InterruptedException {
        run(
                project,
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-q",
                "package",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Ddharmic.home=" + home);
        return Files.readAllBytes(project.resolve("target/executor-tally-" + version + ".jar"));
    }

    private static void run(Path folder, String... command) throws IOException, InterruptedException {
        Path log = folder.resolveSibling("build.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(BUILT.toSeconds(), TimeUnit.SECONDS);
        process.destroy();
        assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
    }

    // ---- poms

    private static Document pom(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    /** The versions among the properties. */
    private static Map<String, String> versions(Document pom) {
        Map<String, String> versions = new TreeMap<>();
        Node properties = pom.getElementsByTagName("properties").item(0);
        for (Node each = properties.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element property && property.getTagName().endsWith(".version")) {
                versions.put(property.getTagName(), property.getTextContent().strip());
            }
        }
        return versions;
    }

    private static String child(Element element, String name) {
        for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element child && child.getTagName().equals(name)) {
                return child.getTextContent().strip();
            }
        }
        throw new AssertionError(element.getTagName() + " has no " + name);
    }
}

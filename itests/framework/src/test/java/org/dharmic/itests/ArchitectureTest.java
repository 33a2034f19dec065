package org.dharmic.itests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructor;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.service.event.EventHandler;

/**
 * What the houses may know of each other. That a room sees no other room is left to the framework: a bundle sees what
 * others export, and here it is made sure that only contracts and libraries export anything.
 */
class ArchitectureTest {

    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";

    /** People's ways in: commands, and what carries them. */
    private static final String[] WAYS_IN = {
        "org.dharmic.shell..", "org.dharmic.swap..", "org.dharmic.sandbox..", "org.dharmic.exec.."
    };

    private static final String[] STORES = {
        "org.dharmic.journal..",
        "org.dharmic.telos..",
        "org.dharmic.strangememory..",
        "org.dharmic.deepmemory..",
        "org.dharmic.vault.."
    };

    private static final Pattern OUR_PACKAGE = Pattern.compile("(?<=^|,)org\\.dharmic[a-z.]*");

    private static JavaClasses house;

    /** Packages of ours that a bundle exports, by bundle. */
    private static final TreeMap<String, Set<String>> exports = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        List<JarFile> jars = new ArrayList<>();
        for (String name : FelixRun.names(name -> true)) {
            JarFile jar = new JarFile(FelixRun.jar(name).toFile());
            Attributes manifest = jar.getManifest().getMainAttributes();
            if (String.valueOf(manifest.getValue("Bundle-SymbolicName")).startsWith("org.dharmic.")) {
                jars.add(jar);
                exports.put(name, ourPackages(manifest.getValue("Export-Package")));
            } else {
                jar.close();
            }
        }
        ImportOption ours =
                location -> location.contains("/org/dharmic/") && !location.contains("/org/dharmic/support/");
        house = new ClassFileImporter().withImportOption(ours).importJars(jars);
        for (JarFile jar : jars) {
            jar.close();
        }
        assertThat(house).hasSizeGreaterThan(50);
    }

    private static Set<String> ourPackages(String header) {
        Set<String> packages = new TreeSet<>();
        // Attributes and directives stand in quotes or behind semicolons.
        String names = header == null ? "" : header.replaceAll("\"[^\"]*\"", "").replaceAll(";[^,]*", "");
        Matcher name = OUR_PACKAGE.matcher(names);
        while (name.find()) {
            packages.add(name.group());
        }
        return packages;
    }

    private static DescribedPredicate<JavaClass> contract() {
        Set<String> contracts = exports.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return describe("a contract", type -> contracts.contains(type.getPackageName()));
    }

    @Test
    void onlyContractsExportPackagesOfOurs() {
        exports.forEach((bundle, packages) ->
                assertThat(packages).as("packages exported by " + bundle).hasSize(bundle.endsWith("-api") ? 1 : 0));
    }

    @Test
    void contractsNeedTheJdkAnnotationsAndOtherContractsAlone() {
        classes()
                .that(contract())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.osgi.annotation..")
                        .or(contract())
                        // the one library type that crosses borders
                        .or(resideInAPackage("io.micrometer.core.instrument..")))
                .check(house);
    }

    @Test
    void storesKnowNeitherTheAgentNorItsMail() {
        noClasses()
                .that(resideInAnyPackage(STORES))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.dharmic.agent..", "org.dharmic.mail.."))
                .check(house);
    }

    @Test
    void theAgentKnowsNoMime() {
        noClasses()
                .that(resideInAPackage("org.dharmic.agent.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.dharmic.mail..", "jakarta.mail..", "org.apache.james.mime4j.."))
                .check(house);
    }

    @Test
    void onlyTheWaysInKnowTheShell() {
        noClasses()
                .that(not(resideInAnyPackage(WAYS_IN)))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.apache.karaf..", "org.apache.felix.service.command..", "org.jline.."))
                .check(house);
    }

    /** Everything else is plain Java that a test can make with a constructor; a version is a value like any other. */
    @Test
    void theFrameworkIsMetInComponentsAndInWhatOnlyTheyUse() {
        noClasses()
                .that(not(describe("components, or used by components alone", ArchitectureTest::isAtTheFramework)))
                // what stands between a domain and the framework, behind interfaces of the domain
                .and()
                .resideOutsideOfPackage("org.dharmic.swap.osgi..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.osgi.framework..", "org.osgi.service.component..")
                        .and(not(belongToAnyOf(Version.class, VersionRange.class))))
                .check(house);
    }

    private static boolean isAtTheFramework(JavaClass type) {
        JavaClass outer = outermost(type);
        return isComponent(outer)
                || Stream.concat(Stream.of(outer), Stream.of(type))
                        .flatMap(part -> part.getDirectDependenciesToSelf().stream())
                        .map(Dependency::getOriginClass)
                        .map(ArchitectureTest::outermost)
                        .allMatch(user -> user.equals(outer) || isComponent(user));
    }

    private static boolean isComponent(JavaClass type) {
        return type.isAnnotatedWith(COMPONENT);
    }

    /** The Event Admin and Declarative Services would wait for each other's locks when an event meets a changed set. */
    @Test
    void eventsGoToHandlersThatTheirRoomRegistersItself() {
        noClasses()
                .should(be(describe("a component that is an event handler", ArchitectureTest::isHandlerOfComponents)))
                .check(house);
    }

    private static boolean isHandlerOfComponents(JavaClass type) {
        return isComponent(type)
                && type.getAnnotationOfType(COMPONENT).get("service").stream()
                        .flatMap(services -> Stream.of((JavaClass[]) services))
                        .anyMatch(service -> service.isEquivalentTo(EventHandler.class));
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    /** Each package can be read without those that use it, within a bundle and across all of them. */
    @Test
    void packagesUseEachOtherInOneDirection() {
        slices().matching("org.dharmic.(**)").should().beFreeOfCycles().check(house);
    }

    @Test
    void nothingIsReadBySerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                .check(house);
    }

    @Test
    void chanceIsSecure() {
        noClasses()
                .should(callConstructor(Random.class))
                .orShould(callConstructor(Random.class, long.class))
                .check(house);
    }

    /** So that a test decides what time it is. A command is called by a person, now. */
    @Test
    void timeComesFromAClock() {
        noClasses()
                .that(not(describe(
                        "commands", type -> type.isAnnotatedWith("org.apache.karaf.shell.api.action.Command"))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(house);
    }
}

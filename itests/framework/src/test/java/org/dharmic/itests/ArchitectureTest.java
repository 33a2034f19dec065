package org.dharmic.itests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callConstructor;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the houses may know of each other. Packages tell: {@code org.dharmic.<house>} is a contract, deeper is a room. */
class ArchitectureTest {

    private static final String ROOT = "org.dharmic.";
    private static final List<String> WITH_COMMANDS = List.of("shell", "swap", "sandbox");

    /** House and room are one: no contract, no second room. */
    private static final List<String> SINGLE_ROOMS = List.of("shell", "swap", "sandbox", "configguard");

    /** They register a service when something slow is ready, on a thread of their own. */
    private static final List<String> OFFER_SERVICES_LATER = List.of("org.dharmic.metrics.core.Registry");

    private static JavaClasses house;

    @BeforeAll
    static void read() throws Exception {
        List<JarFile> jars = new ArrayList<>();
        for (String name : FelixRun.names(name -> true)) {
            JarFile jar = new JarFile(FelixRun.jar(name).toFile());
            if (String.valueOf(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName"))
                    .startsWith(ROOT)) {
                jars.add(jar);
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

    /** {@code mail} for {@code org.dharmic.mail} and {@code org.dharmic.mail.imap}; empty for what is not ours. */
    private static String houseOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        return name.substring(ROOT.length()).split("\\.")[0];
    }

    /** {@code mail.imap} for {@code org.dharmic.mail.imap} and the packages below it. */
    private static String roomOf(JavaClass type) {
        String house = houseOf(type);
        if (SINGLE_ROOMS.contains(house)) {
            return house;
        }
        String[] names = type.getPackageName().split("\\.");
        return names.length > 3 ? house + "." + names[3] : house;
    }

    private static boolean isContract(JavaClass type) {
        return type.getPackageName().equals(ROOT + houseOf(type)) && !SINGLE_ROOMS.contains(houseOf(type));
    }

    private static DescribedPredicate<JavaClass> contract() {
        return DescribedPredicate.describe("a contract", ArchitectureTest::isContract);
    }

    private static DescribedPredicate<JavaClass> in(List<String> houses) {
        return DescribedPredicate.describe("in " + houses, type -> houses.contains(houseOf(type)));
    }

    @Test
    void roomsSeeOnlyTheContractsOfOtherRooms() {
        classes()
                .should(new ArchCondition<>("use nothing of other rooms but contracts") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> isForeign(type, dependency.getTargetClass()))
                                .forEach(dependency -> events.add(
                                        SimpleConditionEvent.violated(dependency, dependency.getDescription())));
                    }
                })
                .check(house);
    }

    private static boolean isForeign(JavaClass type, JavaClass target) {
        boolean ours =
                target.getPackageName().startsWith(ROOT) && !houseOf(target).equals("support");
        return ours && !isContract(target) && !roomOf(target).equals(roomOf(type));
    }

    @Test
    void contractsNeedTheJdkAnnotationsAndOtherContractsAlone() {
        classes()
                .that(contract())
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.osgi.annotation..")
                        .or(contract())
                        // the one library type that crosses borders
                        .or(resideInAnyPackage("io.micrometer.core.instrument..")))
                .check(house);
    }

    @Test
    void onlyCommandBundlesKnowTheShell() {
        noClasses()
                .that(DescribedPredicate.not(in(WITH_COMMANDS)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.karaf..", "org.apache.felix.service.command.."))
                .check(house);
    }

    @Test
    void theFrameworkIsMetInComponentsAndInClassesThatSaySo() {
        noClasses()
                .that(DescribedPredicate.not(DescribedPredicate.describe(
                        "components, or named after what they need of the framework",
                        ArchitectureTest::belongsToTheFramework)))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.osgi.framework..", "org.osgi.service.component.."))
                .check(house);
    }

    private static boolean belongsToTheFramework(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.isAnnotatedWith("org.osgi.service.component.annotations.Component")
                || OFFER_SERVICES_LATER.contains(outer.getName())
                || outer.getSimpleName().matches("(Bundle|Scr|Framework).*|.*(Component|Activator)");
    }

    @Test
    void nothingIsReadBySerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io..")
                        .and(DescribedPredicate.describe(
                                "an object stream",
                                type -> type.getSimpleName().equals("ObjectInputStream")
                                        || type.getSimpleName().equals("ObjectOutputStream"))))
                .check(house);
    }

    @Test
    void chanceIsSecure() {
        noClasses()
                .should(callConstructor(java.util.Random.class))
                .orShould(callConstructor(java.util.Random.class, long.class))
                .check(house);
    }

    /** So that a test decides what time it is. A command is called by a person, now. */
    @Test
    void timeComesFromAClock() {
        noClasses()
                .that(DescribedPredicate.not(in(WITH_COMMANDS)))
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(house);
    }
}

package dev.orchestrator.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the arrows of the house: adapters to ports and application, application to domain, never back. */
class ArchitectureTest {
    private static final String ROOT = "dev.orchestrator.";
    private static final String DOMAIN = ROOT + "domain..";
    private static final String APPLICATION = ROOT + "application..";
    private static final String PORTS = ROOT + "ports..";
    private static final String SPI = ROOT + "spi..";
    private static final String JSPECIFY = "org.jspecify..";
    private static final int LONGEST_FILE = 400;

    private static final JavaClasses ENGINE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.orchestrator");

    @Test
    void domainKnowsOnlyItself() {
        check(onlyDependOn(DOMAIN, DOMAIN, JSPECIFY, "java.."));
    }

    @Test
    void domainDoesNoInputOutputAndStartsNoThread() {
        check(noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")));
        check(noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, java.util.concurrent.Executor.class, java.time.Clock.class));
    }

    @Test
    void applicationKnowsDomainAndPorts() {
        check(onlyDependOn(APPLICATION, APPLICATION, DOMAIN, PORTS, SPI, JSPECIFY, "java.."));
    }

    @Test
    void portsSpeakDomainWords() {
        check(onlyDependOn(PORTS, PORTS, DOMAIN, SPI, JSPECIFY, "java.."));
    }

    @Test
    void spiNeedsTheJdkAlone() {
        check(onlyDependOn(SPI, SPI, JSPECIFY, "java.."));
    }

    @Test
    void handlersHaveNoPrivilegeOverPlugIns() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "handlers..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(DOMAIN, APPLICATION, PORTS, ROOT + "adapters..", ROOT + "bootstrap..")));
    }

    @Test
    void adaptersOfOneSideDoNotTouchTheOther() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "adapters.in..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "adapters.out..")));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "adapters.out..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "adapters.in..")));
    }

    @Test
    void onlyBootstrapSeesTheWhole() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "bootstrap..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + "bootstrap..")));
    }

    @Test
    void timeAndChanceAreArguments() {
        check(HiddenInputs.noneIn(DOMAIN, APPLICATION));
    }

    @Test
    void theRulesBite() {
        JavaClasses planted = new ClassFileImporter().importPackages("dev.orchestrator.architecture.planted");
        assertThatThrownBy(() ->
                        HiddenInputs.noneIn(ROOT + "architecture.planted..").check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ReadsTheClock");
    }

    @Test
    void noFileIsTooLongToRead() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> tooLong = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ArchitectureTest::tooLong)
                    .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static boolean tooLong(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count() > LONGEST_FILE;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ArchRule onlyDependOn(String origin, String... allowed) {
        return classes().that().resideInAPackage(origin).should().onlyDependOnClassesThat(resideInAnyPackage(allowed));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(ENGINE);
    }
}

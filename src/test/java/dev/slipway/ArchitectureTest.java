package dev.slipway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docs/ARCHITECTURE.md, which hold because they run. */
class ArchitectureTest {
    private static final String HOME = "dev.slipway.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.slipway");
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.slipway");

    @ParameterizedTest(name = "{0} uses {1}")
    @CsvSource({
        "model, model",
        "deploy, deploy model",
        "ssh, ssh deploy model",
        "git, git ssh deploy model",
        "docker, docker ssh deploy model",
        "health, health deploy model",
        "history, history deploy model",
        "notify, notify deploy model",
        "schedule, schedule deploy model",
        "http, http deploy model",
        "webhook, webhook http deploy model",
        "dashboard, dashboard http deploy model",
        "cli, cli config deploy model",
        "config, config model",
    })
    void packageUsesOnly(String name, String allowed) {
        var permitted =
                Stream.of(allowed.split(" ")).map(each -> HOME + each + "..").toArray(String[]::new);
        holds(noClasses()
                .that()
                .resideInAPackage(HOME + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.slipway..").and(not(resideInAnyPackage(permitted)))));
    }

    @Test
    void modelAndDeployUseNoLibrary() {
        holds(classes()
                .that()
                .resideInAnyPackage("dev.slipway.model..", "dev.slipway.deploy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.slipway.model..", "dev.slipway.deploy.."));
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching("dev.slipway.(*)..").should().beFreeOfCycles());
    }

    @ParameterizedTest(name = "{0} stays in {1}")
    @CsvSource({
        "org.eclipse.jgit.., git",
        "org.apache.sshd.., ssh git",
        "org.bouncycastle.., git docker",
        "com.github.dockerjava.., docker",
        "org.quartz.., schedule",
        "java.sql.., history",
        "org.eclipse.jetty.., http webhook dashboard docker",
        "at.favre.lib.., dashboard",
        "jakarta.mail.., notify",
        "picocli.., cli",
        "org.snakeyaml.., config",
    })
    void librariesStayHome(String library, String homes) {
        var permitted =
                Stream.of(homes.split(" ")).map(each -> HOME + each + "..").toArray(String[]::new);
        holds(noClasses()
                .that(resideInAPackage("dev.slipway..").and(resideOutsideOfPackages(permitted)))
                .should()
                .dependOnClassesThat(resideInAPackage(library)));
    }

    @Test
    void onlySystemTimeReadsTheClockOrSleeps() {
        var rule = noClasses()
                .that()
                .doNotHaveFullyQualifiedName(SystemTime.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(ReadsTheClock.class.getName())
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now");
        rule.check(ALL);
    }

    @Test
    void onlyTheRootEndsTheProcess() {
        holds(noClasses()
                .that(resideOutsideOfPackages("dev.slipway"))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class));
    }

    @Test
    void onlyTheCommandLinePrints() {
        holds(noClasses()
                .that(resideOutsideOfPackages("dev.slipway.cli.."))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    /** An adapter is what implements a port or is constructed by the root; everything else is its package's own affair. */
    @Test
    void adaptersKeepTheirHelpersToThemselves() {
        holds(classes()
                .that(resideOutsideOfPackages("dev.slipway", "dev.slipway.model..", "dev.slipway.deploy..")
                        .and(not(usedFromOutside())))
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic());
    }

    @Test
    void everyPackageHasItsCharter() throws Exception {
        try (var folders = Files.walk(Path.of("src/main/java/dev/slipway"))) {
            var without = folders.filter(Files::isDirectory)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertEquals(List.of(), without);
        }
    }

    @Test
    void theClockRuleSeesAViolation() {
        assertTrue(MAIN.contain(SystemTime.class));
        assertTrue(noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .evaluate(ALL)
                .hasViolation());
    }

    /** A deliberate breach, so that the rule above is known to bite. */
    static final class ReadsTheClock {
        private ReadsTheClock() {}

        static Instant breach() {
            return Instant.now();
        }
    }

    private static DescribedPredicate<JavaClass> usedFromOutside() {
        return DescribedPredicate.describe(
                "used by another package",
                type -> type.getDirectDependenciesToSelf().stream()
                        .anyMatch(dependency ->
                                !dependency.getOriginClass().getPackageName().equals(type.getPackageName())));
    }

    /** Rules about packages that do not exist yet hold vacuously until they do. */
    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }
}

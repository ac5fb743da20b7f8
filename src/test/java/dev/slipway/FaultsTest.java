package dev.slipway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.slipway.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/FAULTS.md to the tests that bear its numbers. */
class FaultsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|");
    private static final JavaClasses TESTS = new ClassFileImporter().importPath("target/test-classes");

    @Test
    void everyRowHasATest() throws IOException {
        var without = new TreeSet<>(documented());
        without.removeAll(tested());
        assertEquals(Set.of(), without);
    }

    @Test
    void everyFaultThatATestNamesIsInTheDocument() throws IOException {
        var unknown = new TreeSet<>(tested());
        unknown.removeAll(documented());
        assertEquals(Set.of(), unknown);
    }

    private static Set<Integer> documented() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/FAULTS.md")))
                .results()
                .map(row -> Integer.valueOf(row.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> tested() {
        return TESTS.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Fault.class))
                .flatMapToInt(method ->
                        Arrays.stream(method.getAnnotationOfType(Fault.class).value()))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.RunKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlLoaderTest {
    @TempDir
    Path folder;

    private Yard yard;

    @BeforeEach
    void openYard() {
        yard = new Yard(folder);
    }

    @Test
    void syntaxErrorHasItsPlace() {
        assertEquals(
                List.of("2:4: this is not valid YAML: mapping values are not allowed here"),
                yard.problems("poll: 60s\n  x: [1\n"));
    }

    @Test
    void tabForIndentationIsASyntaxError() {
        var problem = yard.problems("apps:\n\tweb: {}\n").getFirst();
        assertTrue(problem.startsWith("2:1: this is not valid YAML: "), problem);
    }

    @Test
    void secondDocumentIsRefused() {
        var problem = yard.problems("poll: 60s\n---\npoll: 50s\n").getFirst();
        assertTrue(problem.startsWith("2:1: this is not valid YAML: "), problem);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws Exception {
        var file = Files.write(folder.resolve("bad.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        var thrown = assertThrows(
                InvalidConfigException.class, () -> new ConfigReader(Map.of(), ignored -> Optional.empty()).read(file));
        assertTrue(thrown.getMessage().contains("this is not valid YAML"), thrown.getMessage());
    }

    @Test
    void byteOrderMarkAndWindowsLineEndsAreFine() {
        assertEquals(
                1, yard.read("\uFEFF" + Yard.APP.replace("\n", "\r\n")).apps().size());
    }

    @Test
    void duplicateKeyIsAnErrorAtItsSecondPlace() {
        assertEquals(
                List.of("2:1: key 'poll' is given twice, first in line 1; remove one of them"),
                yard.problems("poll: 60s\npoll: 50s\n" + Yard.APP));
    }

    @Test
    void keysThatBeginWithXAreIgnoredOnEveryLevel() {
        var app = yard.read("""
                        x-common: {a: "${UNSET}"}
                        apps:
                          x-template: {nothing: here}
                          web:
                            x-note: 1
                            git: {url: /srv/web.git, x-y: z}
                            run: {x-y: [1], environment: {x-not-a-variable: 1, A: b}}
                        """).apps();
        assertEquals(1, app.size());
        assertEquals(
                Map.of("A", "b"), app.getFirst().run().get(RunKey.ENVIRONMENT).orElseThrow());
    }

    @Test
    void anchorsAndMergeKeysWorkAsInCompose() {
        var apps = yard.read("""
                        x-run: &run
                          restart: always
                          environment: &env {A: "1", B: "1"}
                        x-more: &more {hostname: more, restart: "no"}
                        apps:
                          web:
                            git: &git {url: /srv/web.git}
                            run:
                              <<: [*run, *more]
                              environment: {<<: *env, B: "2"}
                          api:
                            git: *git
                            run: {<<: *run}
                        """).apps();
        var web = apps.getFirst().run();
        assertEquals("always", web.get(RunKey.RESTART).orElseThrow().kind().key());
        assertEquals("more", web.get(RunKey.HOSTNAME).orElseThrow());
        assertEquals(Map.of("A", "1", "B", "2"), web.get(RunKey.ENVIRONMENT).orElseThrow());
        assertEquals("/srv/web.git", apps.get(1).git().url());
    }

    @Test
    void problemInAnAliasedValueIsReportedOnceForEachPathThatUsesIt() {
        var problems = yard.problems("""
                x-git: &git {url: nowhere}
                apps:
                  web: {git: *git}
                  api: {git: *git}
                """);
        assertEquals(2, problems.size());
        assertTrue(problems.getFirst().startsWith("1:19: apps.web.git.url: must be"), problems.toString());
    }

    @Test
    void mergeOfSomethingElseThanAMappingIsRefused() {
        assertEquals(
                List.of("5:9: '<<' must be an alias of a mapping, such as *defaults, or a list of these"),
                yard.appProblems("<<: text"));
    }

    @Test
    void fileThatGrowsThroughAliasesIsRefused() {
        var bomb = new StringBuilder("x-a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("x-a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
        }
        // Ignored keys cost nothing, so the bomb has to stand where it is read.
        var problem = yard.problems(bomb + "apps: *a9\n").getFirst();
        assertTrue(problem.contains("the file stands for more than 20000 values"), problem);
    }

    @Test
    void fileThatGrowsThroughMergesIsRefused() {
        var bomb = new StringBuilder("x-a0: &a0 {}\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("x-a" + i + ": &a" + i + " {<<: [*a" + (i - 1) + ", *a" + (i - 1) + "]}\n");
        }
        var problem = yard.problems(bomb + "apps: *a19\n").getFirst();
        assertTrue(problem.contains("the file stands for more than 20000 values"), problem);
    }

    @Test
    void aliasThatContainsItselfIsRefused() {
        var problem = yard.problems("apps: &a\n  web: *a\n").getFirst();
        assertTrue(problem.contains("an alias contains itself"), problem);
    }

    @Test
    void foreignTagIsRefused() {
        assertEquals(
                List.of("5:11: the YAML tag !reset is not understood; remove it"), yard.appProblems("keep: !reset 5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A}            | value",
                "-${A}-${A}-     | -value-value-",
                "${UNSET:-d}     | d",
                "${UNSET-d}      | d",
                "${EMPTY:-d}     | d",
                "x${EMPTY-d}     | x",
                "${UNSET:-${A}}  | value",
                "${UNSET:-}.     | .",
                "${A:-d}         | value",
                "${A:+other}     | other",
                "${A+other}      | other",
                "x${EMPTY:+other}| x",
                "x${UNSET:+other}| x",
                "${A:?needed}    | value",
                "x${EMPTY?needed}| x",
                "$$A             | $A",
                "$${A}           | ${A}",
                "5$              | 5$",
                "^a(b)$5         | ^a(b)$5",
                "${STRUCTURE}    | {a: b}, [c] # d",
            })
    void variableIsReplaced(String written, String value) {
        assertEquals(value, expanded(written.strip()).strip());
    }

    private String expanded(String written) {
        yard.with("A", "value").with("EMPTY", "").with("STRUCTURE", "{a: b}, [c] # d");
        return yard.run(RunKey.USER, "'" + written + "'").orElseThrow();
    }

    @Test
    void valueOfAVariableNeverAddsStructure() {
        yard.with("EVIL", "x\n    adopt: true\n");
        var app = yard.app("run:\n  user: ${EVIL}");
        assertEquals("x\n    adopt: true\n", app.run().get(RunKey.USER).orElseThrow());
        assertFalse(app.policy().adopt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${UNSET}      | the environment variable UNSET is not set; set it, or write ${UNSET:-default}",
                "${UNSET:?why} | the environment variable UNSET is not set: why",
                "${EMPTY:?why} | the environment variable EMPTY is not set: why",
                "${UNSET?}     | the environment variable UNSET is not set",
                "$A            | '$A' can be meant in two ways: write ${A} for the value that A has here, or $$A for a dollar that"
                        + " is kept",
                "${A           | '${' is not closed by '}'; write $$ for a dollar",
                "${}           | '${}' names no variable; write $${ for a dollar and a brace",
                "${1}          | '${1}' names no variable; write $${ for a dollar and a brace",
                "${A!b}        | '${A!b}' is not understood; after the name may stand :- :? or :+",
                "${A:}         | '${A:}' is not understood; after the name may stand :- :? or :+",
            })
    void variableThatCannotBeReplacedIsReportedOnceAtItsPlace(String written, String message) {
        yard.with("A", "value").with("EMPTY", "");
        assertEquals(List.of("6:13: " + message), yard.appProblems("run:\n  user: '" + written + "'"));
    }

    @Test
    void problemQuotesWhatIsWrittenAndNotWhatTheEnvironmentHolds() {
        yard.with("KEEP", "hunter2");
        assertEquals(
                List.of("5:11: apps.web.keep: must be a whole number from 1 to 1000, not '${KEEP}'"),
                yard.appProblems("keep: ${KEEP}"));
    }
}

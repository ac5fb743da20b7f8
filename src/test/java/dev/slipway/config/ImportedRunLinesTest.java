package dev.slipway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.slipway.model.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines as people have them in their notes, every flag among them: each becomes an entry that is valid as it stands. */
class ImportedRunLinesTest {
    private static final Pattern FLAG = Pattern.compile("(?<=\\s)(--[a-z][a-z0-9-]*|-[a-zA-Z])(?=[\\s=]|$)");

    @TempDir
    Path folder;

    /** One line, and what its entry must hold. */
    record Case(String line, List<String> holds) {
        @Override
        public String toString() {
            return line.lines().findFirst().orElse("");
        }
    }

    static List<Case> cases() throws IOException {
        var text = Files.readString(Path.of("src/test/resources/dev/slipway/config/docker-run-lines.txt"));
        return Arrays.stream(text.split("\n\n+"))
                .filter(block -> !block.startsWith("##"))
                .map(ImportedRunLinesTest::parse)
                .toList();
    }

    private static Case parse(String block) {
        var line = block.lines().filter(each -> !each.startsWith("= ")).toList();
        var holds = block.lines()
                .filter(each -> each.startsWith("= "))
                .map(each -> each.substring(2).strip())
                .toList();
        return new Case(String.join("\n", line), holds);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void becomesAValidEntry(Case example) throws Exception {
        var yaml = entry(example.line()).yaml();
        read(yaml);
        var flat = yaml.replaceAll("\\s*\n\\s*# +", " ").replaceAll("\\s+", " ");
        for (var part : example.holds()) {
            assertTrue(flat.contains(part.replaceAll("\\s+", " ")), part + " is missing in\n" + yaml);
        }
        assertFalse(example.holds().isEmpty(), "a case that says nothing shows nothing");
    }

    @Test
    void coverEveryFlagAndAreAtLeastForty() throws IOException {
        var used = new TreeSet<String>();
        cases().forEach(each -> FLAG.matcher(each.line()).results().forEach(hit -> used.add(hit.group())));
        var known = new TreeSet<String>();
        RunFlags.byNameOrLetter().keySet().forEach(name -> known.add((name.length() == 1 ? "-" : "--") + name));
        known.removeAll(used);
        assertEquals(Set.of(), known, "flags without a line");
        assertTrue(cases().size() >= 40, "there are " + cases().size());
    }

    /** The help of Docker 28's own command line, and what 18.09 had beside it. */
    @Test
    void everyFlagOfDockersOwnHelpIsKnown() throws IOException {
        var help = Files.readString(Path.of("src/test/resources/dev/slipway/config/docker-run-flags.txt"));
        var unknown = help.lines()
                .filter(flag -> !flag.isBlank() && !flag.startsWith("#"))
                .filter(flag -> !RunFlags.byNameOrLetter().containsKey(flag.replaceFirst("^--?", "")))
                .toList();
        assertEquals(List.of(), unknown);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("refused")
    void whatIsNoRunLineIsRefusedWithAWord(String line, String words) {
        var refused = assertThrows(ImportedEntry.NotUnderstood.class, () -> entry(line));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                        List.of("podman run -d web", "Write docker instead of podman"),
                        List.of("sudo podman run web", "Slipway deploys to a Docker engine"),
                        List.of("docker compose up -d", "run takes the keys of its service as they are"),
                        List.of("docker-compose up", "slipway import NAME"),
                        List.of("docker ps", "not docker ps"),
                        List.of("kubectl run web", "must begin with docker run"),
                        List.of("", "must begin with docker run"),
                        List.of("docker run -d -p 80:80", "names no image"),
                        List.of("docker run --publsh 80:80 web", "did you mean '--publish'?"),
                        List.of("docker run -x web", "-x, which docker run does not know"),
                        List.of("docker run --memory", "ends with --memory, which needs a value"),
                        List.of("docker run -e 'A=b web", "a single quote (') is not closed"),
                        List.of("docker run -e \"A=b web", "a double quote (\") is not closed"))
                .map(each -> Arguments.of(each.get(0), each.get(1)));
    }

    private static ImportedEntry entry(String line) throws Exception {
        return ImportedEntry.ofCommandLine(line, ImportedEntry.Options.of(Optional.empty(), Optional.empty()));
    }

    /** As {@code config validate} does. */
    private App read(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("slipway.yaml"), yaml);
        try {
            return new ConfigReader(Map.of("HOME", "/root"), cron -> Optional.empty())
                    .read(file)
                    .apps()
                    .getFirst();
        } catch (InvalidConfigException e) {
            throw new AssertionError(e.getMessage() + "\n" + yaml, e);
        }
    }
}

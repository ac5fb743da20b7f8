package dev.slipway.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tag {@code git.tag} means. */
class TagFilterTest {
    @ParameterizedTest(name = "{0} of {1} is {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "v*         | v1.9.0 v1.10.0 v1.2.0                  | v1.10.0",
                "v*         | v1.0.0 v2 v1.9                         | v2",
                "v*         | v1 v1.0.1 v1.0                         | v1.0.1",
                "v*         | v1.0.0 v1.1.0-rc.1                     | v1.0.0",
                "v*-*       | v1.0.0 v1.1.0-rc.1 v1.1.0-beta.9       | v1.1.0-rc.1",
                "v*-rc.*    | v1.1.0-rc.2 v1.1.0-rc.10 v1.1.0        | v1.1.0-rc.10",
                "v*-rc*     | v1.1.0-rc2 v1.1.0-rc10                 | v1.1.0-rc2",
                "v1.*       | v1.2.0 v1.10.0 v2.0.0 v10.0.0          | v1.10.0",
                "v1*        | v1.2.0 v1.10.0 v10.0.0 v2.0.0          | v10.0.0",
                "v1.0.0-rc.*| v1.0.0-rc.9 v1.0.0-rc.11 v1.0.0        | v1.0.0-rc.11",
                "*          | 1.0.0 v1.1.0 1.0.5                     | v1.1.0",
                "*          | nightly latest 0.1.0                   | 0.1.0",
                "*.*.*      | 1.0.0 v1.1 2.0                          | 1.0.0",
                "web/v*     | web/v1.0.0 api/v9.0.0 web/v1.1.0       | web/v1.1.0",
                "web-*      | web-1.0.0 web-v1.1.0 webmail-9.0.0     | web-v1.1.0",
                "app2-v*    | app2-v1.2.3 app2-v1.10.0               | app2-v1.10.0",
                "app2-*     | app2-1.2.3 app2-1.10.0                 | app2-1.10.0",
                "release-2026.* | release-2026.9.1 release-2026.11.2 | release-2026.11.2",
                "*          | 2025.12.31 2026.01.05                  | 2026.01.05",
                "v*         | v20260101120000 v20260101115959        | v20260101120000",
                "v*-stable  | v1.0.0-stable v1.1.0 v1.0.1-stable     | v1.0.1-stable",
                "@me/web@*  | @me/web@1.0.0 @me/api@2.0.0            | @me/web@1.0.0",
                "*          | web/v1.0.0 v0.1.0                      | v0.1.0",
                "web/**     | web/1.0.0 web/v/2.0.0                  | web/1.0.0",
                "v1.2.?     | v1.2.3 v1.2.10 v1.2.9                  | v1.2.9",
                "v1.2.3     | v1.2.3 v1.2.4                          | v1.2.3",
                "v*         | v1.0.0+1 v1.0.0+2                      | v1.0.0+2",
                "v*         | version vNext v                        |",
                "v*         | v1.0.0-rc.1                            |",
                "v*         | 1.0.0 V2.0.0                           |",
                "v*         | v1.0.0. v1..0 v-1.0.0                  |",
                "v*         | v1.0.0-rc..1 v1.0.0-ü                  |",
            })
    void theNewestOf(String pattern, String tags, String newest) {
        assertNewest(Optional.ofNullable(newest), List.of(tags.split(" ")), pattern);
    }

    @Test
    void severalPatternsAreLookedAtTogether() {
        var tags = List.of("v1.0.0", "v1.1.0-rc.1", "v1.1.0-beta.1");
        assertNewest(Optional.of("v1.1.0-rc.1"), tags, "v*", "v*-rc.*");
        assertNewest(Optional.of("v1.1.0"), List.of("v1.0.0", "v1.1.0-rc.1", "v1.1.0"), "v*", "v*-rc.*");
    }

    @Test
    void theOrderIsThatOfSemanticVersioning() {
        // The examples of semver.org, 11, and what follows from its rules.
        var rising = List.of(
                "0.0.1",
                "0.1.0",
                "1.0.0-0",
                "1.0.0-1",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "2.0.0",
                "2.1.0",
                "2.1.1",
                "10.0.0",
                "99999999999999999999999.0.0");
        var shuffled = new ArrayList<>(rising);
        Collections.shuffle(shuffled, new Random(7));
        assertEquals(
                rising,
                shuffled.stream()
                        .sorted((a, b) -> Version.parse(a)
                                .orElseThrow()
                                .compareTo(Version.parse(b).orElseThrow()))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"1.0.0+a, 1.0.0+b", "1, 1.0.0", "1.0.0-rc.1+5, 1.0.0-rc.1", "01.02, 1.2"})
    void theSameVersionIsEqual(String one, String other) {
        var first = Version.parse(one).orElseThrow();
        var second = Version.parse(other).orElseThrow();
        assertEquals(0, first.compareTo(second));
        assertEquals(first, second);
    }

    @Test
    void onlyWhatNamesBeginWithHasToBeAskedFor() {
        assertEquals(List.of("v", "web/v1.", ""), new TagFilter(List.of("v*", "web/v1.?", "v*-rc*", "*")).prefixes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "refs/tags/v*", "v *", "v..*", "/v*", "v[0-9]*", "v*.lock", "-v*", "v*/"})
    void whatNoTagCanMatchIsRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new TagFilter(List.of(pattern)));
    }

    private static void assertNewest(Optional<String> expected, List<String> tags, String... patterns) {
        var filter = new TagFilter(List.of(patterns));
        assertEquals(expected, filter.newest(tags));
        assertEquals(expected, filter.newest(tags.reversed()));
    }
}

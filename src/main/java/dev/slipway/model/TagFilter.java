package dev.slipway.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tags of a repository are versions of an app, and which of them is the newest. In a pattern {@code *} and {@code ?} stay
 * between slashes, {@code **} does not. What stands in front of a tag's version is what the pattern begins with, a {@code v}, or
 * both. A pre-release counts only if a pattern that matches it names one, by a hyphen behind the place where the version begins,
 * as in {@code v*-rc.*}; so do ranges of Flux and npm. A tag that is no version is passed over.
 *
 * @param patterns as they are written, at least one
 */
public record TagFilter(List<String> patterns) {
    /** What git-check-ref-format(1) refuses in a name, but for what is a wildcard here. */
    private static final Pattern IMPOSSIBLE =
            Pattern.compile(".*[\\s~^:\\[\\\\\\p{Cntrl}].*|.*\\.\\..*|.*//.*|.*@\\{.*|[-/.].*|.*[/.]|.*\\.lock|@|");

    /** Where a version begins that a pattern names in part, at the end of what it names: {@code v1.}, {@code v1.0.0-rc.}. */
    private static final Pattern BEGUN =
            Pattern.compile("(?<![0-9.])[0-9]+(?:\\.[0-9]+)*(?:\\.|(?<=\\.[0-9]{1,9})-[0-9A-Za-z.-]*)?$");

    private static final Pattern WILDCARD = Pattern.compile("[*?]");

    /** @throws IllegalArgumentException if there is no pattern, or one has a {@link #problem} */
    public TagFilter {
        patterns = List.copyOf(patterns);
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("no pattern");
        }
        patterns.stream()
                .flatMap(pattern -> problem(pattern).stream())
                .findFirst()
                .ifPresent(problem -> {
                    throw new IllegalArgumentException(problem);
                });
    }

    /** What is wrong with a pattern, if anything. */
    public static Optional<String> problem(String pattern) {
        if (pattern.startsWith("refs/")) {
            return Optional.of("must be a pattern of short names, without refs/tags/");
        }
        return IMPOSSIBLE.matcher(pattern).matches()
                ? Optional.of("must be a pattern that a Git tag can match, such as v*")
                : Optional.empty();
    }

    /** Whether one of the patterns matches, be it a version or not. */
    public boolean matches(String tag) {
        return rules().anyMatch(rule -> rule.matches(tag));
    }

    /** The version that counts for this tag; empty where it is none, or a pre-release that is not asked for. */
    public Optional<Version> version(String tag) {
        return rules().flatMap(rule -> rule.version(tag).stream()).findFirst();
    }

    /** Of several with the same precedence, such as builds of one version, the last by name, so that it is always the same one. */
    public Optional<String> newest(Collection<String> tags) {
        var rules = rules().toList();
        var newest = Comparator.comparing(Candidate::version).thenComparing(Candidate::tag);
        return tags.stream()
                .flatMap(tag -> rules.stream()
                        .flatMap(rule -> rule.version(tag).stream())
                        .limit(1)
                        .map(version -> new Candidate(tag, version)))
                .max(newest)
                .map(Candidate::tag);
    }

    /** What the names begin with: nothing else has to be asked for. */
    public List<String> prefixes() {
        return patterns.stream().map(TagFilter::literal).distinct().toList();
    }

    @Override
    public String toString() {
        return String.join(" or ", patterns);
    }

    private Stream<Rule> rules() {
        return patterns.stream().map(Rule::of);
    }

    private record Candidate(String tag, Version version) {}

    /**
     * A pattern that is ready for use.
     *
     * @param start where in a tag its version begins
     */
    private record Rule(Pattern regex, int start, boolean prereleases) {
        static Rule of(String pattern) {
            var literal = literal(pattern);
            var begun = BEGUN.matcher(literal);
            int start = begun.find() ? begun.start() : literal.length();
            return new Rule(compiled(pattern), start, pattern.indexOf('-', start) >= 0);
        }

        boolean matches(String tag) {
            return regex.matcher(tag).matches();
        }

        Optional<Version> version(String tag) {
            if (!matches(tag)) {
                return Optional.empty();
            }
            var rest = tag.substring(start);
            return Version.parse(rest.startsWith("v") ? rest.substring(1) : rest)
                    .filter(version -> prereleases || !version.isPrerelease());
        }
    }

    /** What stands before the first wildcard. */
    private static String literal(String pattern) {
        var wildcard = WILDCARD.matcher(pattern);
        return wildcard.find() ? pattern.substring(0, wildcard.start()) : pattern;
    }

    private static Pattern compiled(String pattern) {
        return Pattern.compile(
                pattern.codePoints()
                        .mapToObj(Character::toString)
                        .map(each -> switch (each) {
                            case "*" -> "[^/]*";
                            case "?" -> "[^/]";
                            default -> Pattern.quote(each);
                        })
                        .collect(Collectors.joining())
                        .replace("[^/]*[^/]*", ".*"),
                Pattern.DOTALL);
    }
}

package dev.slipway.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version, in the order of Semantic Versioning. It is more generous in what it takes: any count of numbers ({@code 2}, {@code
 * 1.4}), those that are missing being zero, and zeros in front ({@code 2026.01.05}).
 *
 * <p>Source: semver.org 2.0.0, 9 to 11.
 *
 * @param numbers without zeros in front, nor numbers that are zero at the end
 * @param prerelease its identifiers; empty for a release
 */
public record Version(List<String> numbers, List<String> prerelease) implements Comparable<Version> {
    private static final String IDENTIFIERS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern FORM =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)*)(?:-(" + IDENTIFIERS + "))?(?:\\+" + IDENTIFIERS + ")?");
    private static final Pattern NUMERIC = Pattern.compile("[0-9]+");
    private static final Pattern DOT = Pattern.compile("\\.");

    public Version {
        numbers = List.copyOf(numbers);
        prerelease = List.copyOf(prerelease);
    }

    /** Reads {@code 1.2.3-rc.1+build}; empty for what is no version. */
    public static Optional<Version> parse(String text) {
        var match = FORM.matcher(text);
        return match.matches() ? Optional.of(of(match)) : Optional.empty();
    }

    private static Version of(Matcher match) {
        var numbers =
                Arrays.stream(DOT.split(match.group(1))).map(Version::plain).toList();
        int count = numbers.size();
        while (count > 0 && numbers.get(count - 1).equals("0")) {
            count--;
        }
        var identifiers = Optional.ofNullable(match.group(2)).map(DOT::split).orElse(new String[0]);
        return new Version(numbers.subList(0, count), List.of(identifiers));
    }

    public boolean isPrerelease() {
        return !prerelease.isEmpty();
    }

    /** By precedence: what is built upon the same version is equal to it. */
    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = compareNumbers(at(numbers, i), at(other.numbers, i));
            if (order != 0) {
                return order;
            }
        }
        if (prerelease.isEmpty() || other.prerelease.isEmpty()) {
            return Boolean.compare(prerelease.isEmpty(), other.prerelease.isEmpty());
        }
        for (int i = 0; i < Math.min(prerelease.size(), other.prerelease.size()); i++) {
            int order = compareIdentifiers(prerelease.get(i), other.prerelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(prerelease.size(), other.prerelease.size());
    }

    private static String at(List<String> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : "0";
    }

    private static int compareIdentifiers(String one, String other) {
        boolean isNumber = NUMERIC.matcher(one).matches();
        boolean otherIsNumber = NUMERIC.matcher(other).matches();
        if (isNumber && otherIsNumber) {
            return compareNumbers(plain(one), plain(other));
        }
        return isNumber == otherIsNumber ? one.compareTo(other) : Boolean.compare(otherIsNumber, isNumber);
    }

    /** Of any length, as a time of day without separators is too long for an int. */
    private static int compareNumbers(String one, String other) {
        int byLength = Integer.compare(one.length(), other.length());
        return byLength != 0 ? byLength : one.compareTo(other);
    }

    private static String plain(String number) {
        var stripped = number.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    @Override
    public String toString() {
        return Stream.of(String.join(".", numbers), String.join(".", prerelease))
                .filter(part -> !part.isEmpty())
                .reduce((core, rest) -> core + "-" + rest)
                .orElse("0");
    }
}

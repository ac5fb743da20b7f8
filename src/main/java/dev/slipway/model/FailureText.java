package dev.slipway.model;

import java.util.List;
import java.util.stream.Stream;

/** A failure as a person reads it: what failed, what stands, what to do next, a line each. */
public final class FailureText {
    private FailureText() {}

    /** Why a deployment did not succeed, with where its log is; empty if it has no failure. */
    public static List<String> lines(Deployment deployment) {
        return deployment
                .failure()
                .map(failure -> lines(
                        deployment.app() + " " + deployment.commit(), failure, "Log: slipway logs " + deployment.id()))
                .orElse(List.of());
    }

    /** A failure to make a deployment at all. */
    public static List<String> lines(String app, Failure failure) {
        return lines(app, failure, "");
    }

    private static List<String> lines(String subject, Failure failure, String log) {
        var next = sentence(failure.next(), log);
        return Stream.of(subject + ": " + oneLine(failure.what()), indented(failure.stands()), indented(next))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String sentence(String next, String log) {
        if (next.isEmpty() || log.isEmpty()) {
            return next + log;
        }
        return next + (next.endsWith(".") ? " " : ". ") + log;
    }

    private static String indented(String text) {
        return text.isEmpty() ? "" : "  " + oneLine(text);
    }

    /** Texts quote what a Git server, a builder or a container said, which must not be able to forge lines of ours. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}

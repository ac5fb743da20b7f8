package dev.slipway.model;

import java.util.List;
import java.util.Objects;

/**
 * What went wrong, in words for a person. None of its texts may hold a secret.
 *
 * @param at the phase in which it happened
 * @param what what failed, with the cause: {@code build failed at step 4/9 (RUN npm ci): exit code 1}
 * @param stands what still runs or holds; filled in by the engine, empty where an adapter threw it
 * @param next what to do about it
 * @param evidence last lines of a log, the last answer of a probe; oldest first
 */
public record Failure(Phase at, Blame blame, String what, String stands, String next, List<String> evidence) {
    public Failure {
        Objects.requireNonNull(at);
        Objects.requireNonNull(blame);
        Objects.requireNonNull(what);
        Objects.requireNonNull(stands);
        Objects.requireNonNull(next);
        evidence = List.copyOf(evidence);
    }

    /** For adapters, which know neither the phase nor what still stands. */
    public static Failure of(Blame blame, String what, String next) {
        return new Failure(Phase.PLANNED, blame, what, "", next, List.of());
    }

    public Failure at(Phase phase) {
        return new Failure(phase, blame, what, stands, next, evidence);
    }

    public Failure standing(String whatStands) {
        return new Failure(at, blame, what, whatStands, next, evidence);
    }

    public Failure withEvidence(List<String> lines) {
        return new Failure(at, blame, what, stands, next, lines);
    }

    public Failure then(String nextStep) {
        return new Failure(at, blame, what, stands, nextStep, evidence);
    }
}

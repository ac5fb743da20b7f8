package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.docker.BuildOutput.Step;
import dev.slipway.model.Blame;
import dev.slipway.model.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a build failed, from what the builder says about it: it has no codes for this, only words.
 *
 * @param logs the command that shows the whole log
 */
record BuildFailure(String logs, Dockerfile dockerfile) {
    private static final Pattern PREFIX = Pattern.compile("^(?:failed to solve(?: with frontend [\\w.]+)?: "
            + "|failed to create LLB definition: |rpc error: code = \\w+ desc = )+");
    private static final Pattern PARSE_ERROR = Pattern.compile(
            "dockerfile parse error (?:on )?line (\\d+): (.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    /** In the words of BuildKit, where a step requires it. */
    private static final Pattern NO_SECRET = Pattern.compile("secret (\\S+?)(?: not found)?: not found$");

    private static final Pattern EXIT = Pattern.compile("(?:returned a non-zero code|exit code): (\\d+)$");
    /** SIGKILL: from an engine that is being stopped, or from a kernel that is out of memory. */
    private static final int KILLED = 137;

    private static final List<String> ENGINE_STOPS = List.of("context canceled", "code = Unavailable", "shutting down");
    /** Whether it is tried again, and where its log is, the engine adds. */
    private static final String FIX = "fix it and push";

    /** Begins the words in which a command that cannot be executed is refused. */
    private static final String RUNTIME = "OCI runtime create failed";

    private static final String DISK_FULL = "no space left on device";

    /**
     * A build that the builder gave up.
     *
     * @param step the step that failed; empty if it did not come to any
     * @param evidence what that step printed last
     */
    DeployException of(String error, Optional<Step> step, List<String> evidence) {
        var said = PREFIX.matcher(error).replaceFirst("");
        var parse = PARSE_ERROR.matcher(said);
        if (parse.find()) {
            return failure(
                    Blame.YOURS,
                    "build failed: Dockerfile line " + parse.group(1) + ": " + parse.group(2),
                    correct(),
                    evidence);
        }
        var what = "build failed" + step.map(each -> " at " + each).orElse("") + ": ";
        if (diskIsFull(said, evidence)) {
            return failure(
                    Blame.HOST,
                    what + DISK_FULL,
                    "free disk space on the Docker host ('docker system df' shows what takes it)",
                    evidence);
        }
        var secret = NO_SECRET.matcher(said);
        if (secret.find()) {
            return failure(
                    Blame.YOURS,
                    what + "it requires the secret " + secret.group(1) + ", and build.secrets has none of that name",
                    "name it under build.secrets, or correct the Dockerfile's id=" + secret.group(1),
                    evidence);
        }
        var exit = EXIT.matcher(said);
        if (exit.find()) {
            return exited(what, Integer.parseInt(exit.group(1)), evidence);
        }
        if (ENGINE_STOPS.stream().anyMatch(error::contains)) {
            return failure(Blame.HOST, what + "Docker was stopped meanwhile", "", evidence);
        }
        if (RegistryFailure.isOutOfReach(said)) {
            return failure(Blame.REMOTE, what + said, "see whether the registry answers from this machine", evidence);
        }
        if (step.filter(BuildFailure::runsACommand).isPresent() && !said.contains(RUNTIME)) {
            return failure(
                    Blame.HOST,
                    what + said,
                    "see what Docker's own log says: the command itself did not fail",
                    evidence);
        }
        return step.isPresent() || isAboutDockerfile(error)
                ? failure(Blame.YOURS, what + said, FIX, evidence)
                : failure(Blame.HOST, what + said, "see " + logs + " and what Docker's own log says", evidence);
    }

    /**
     * A build that took too long. HOST, not YOURS, although it may be a step that hangs by its own fault: more often it waits
     * for a network, and then it must not be held back for ever.
     */
    DeployException outOfTime(Duration limit, Optional<Step> step, List<String> evidence) {
        return failure(
                Blame.HOST,
                "build took longer than " + text(limit)
                        + step.map(each -> ", and was canceled at " + each).orElse(""),
                "see what it waited for (" + logs + "), or raise build.timeout",
                evidence);
    }

    /** As {@link #outOfTime}, while a base image was being pulled. */
    DeployException outOfTime(Duration limit, BaseImage pulled) {
        return failure(
                Blame.REMOTE,
                "build took longer than " + text(limit) + ", and was canceled while it pulled " + pulled.image(),
                "see whether " + pulled.image().registry() + " answers from this machine, or raise build.timeout",
                List.of());
    }

    private DeployException exited(String what, int code, List<String> evidence) {
        return code == KILLED
                ? failure(
                        Blame.HOST,
                        what + "killed (exit code 137)",
                        "give the Docker host more memory, unless Docker was stopped",
                        evidence)
                : failure(Blame.YOURS, what + "exit code " + code, FIX, evidence);
    }

    /** Such a step is the commit's fault only by its exit code; an engine that stops or is troubled fails it in many words. */
    private static boolean runsACommand(Step step) {
        return step.instruction().strip().toUpperCase(Locale.ROOT).startsWith("RUN ");
    }

    private String correct() {
        var heredoc = dockerfile.instructions().stream().anyMatch(Dockerfile.Instruction::heredoc);
        return heredoc && dockerfile.syntax().isEmpty()
                ? "if its heredocs are not understood, begin it with '# syntax=docker/dockerfile:1'; " + FIX
                : FIX;
    }

    private static DeployException failure(Blame blame, String what, String next, List<String> evidence) {
        return new DeployException(Failure.of(blame, what, next).withEvidence(evidence));
    }

    /** A step's own command may be the one that meets the full disk: then its output says so, and its exit code nothing. */
    private static boolean diskIsFull(String said, List<String> evidence) {
        return Stream.concat(Stream.of(said), evidence.stream())
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(DISK_FULL));
    }

    /** Errors that come before any step, in the words of the two builders. */
    private static boolean isAboutDockerfile(String error) {
        return error.contains("failed to create LLB definition")
                || error.contains("target stage")
                || error.contains("build target")
                || error.contains("failed to read dockerfile")
                || error.contains("Cannot locate specified Dockerfile")
                || error.contains("no build stage in current context")
                || error.contains("cannot be empty");
    }

    private static String text(Duration limit) {
        return limit.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why an image could not be pulled, from what the engine says about it: it has no codes for this, only words. */
final class RegistryFailure {
    private static final List<String> REFUSED = List.of(
            "manifest unknown",
            "not found",
            "access denied",
            "denied:",
            "unauthorized",
            "no basic auth credentials",
            "authentication required",
            "403 forbidden",
            "401 unauthorized",
            "invalid reference format",
            "repository name must be lowercase",
            "no matching manifest",
            "name unknown");
    private static final List<String> OUT_OF_REACH = List.of(
            "dial tcp",
            "failed to do request",
            "toomanyrequests",
            "i/o timeout",
            "tls handshake",
            "x509:",
            "no such host");
    private static final Pattern SERVER_ERROR = Pattern.compile("\\b(50\\d|429)\\b");

    private RegistryFailure() {}

    /** @param retry the command that tries this commit again */
    static DeployException of(BaseImage base, String said, String retry) {
        var what = "cannot pull " + base.image() + " (Dockerfile line " + base.line() + ": " + base.instruction()
                + "): " + said;
        return new DeployException(blame(said), what, next(base.image().registry(), blame(said), retry));
    }

    /** Whether these words are about a registry that did not answer as it should; a Dockerfile cannot cause them. */
    static boolean isOutOfReach(String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        return OUT_OF_REACH.stream().anyMatch(lower::contains);
    }

    static Blame blame(String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left on device")) {
            return Blame.HOST;
        }
        if (isOutOfReach(said) || SERVER_ERROR.matcher(said).find()) {
            return Blame.REMOTE;
        }
        return REFUSED.stream().anyMatch(lower::contains) ? Blame.YOURS : Blame.REMOTE;
    }

    private static String next(String registry, Blame blame, String retry) {
        return switch (blame) {
            case YOURS ->
                "correct the image's name and push; or, if it is private, run 'docker login " + registry
                        + "' as the user that runs Slipway, then " + retry;
            case HOST -> "free disk space on the Docker host ('docker system df' shows what takes it)";
            default -> "see whether " + registry + " answers from this machine";
        };
    }
}

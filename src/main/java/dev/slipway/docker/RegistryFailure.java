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
    /** Waiting mends nothing: the registry has the image, but not one that could run here. */
    private static final List<String> NOT_FOR_US =
            List.of("no matching manifest", "does not match the specified platform");

    private static final Pattern SERVER_ERROR = Pattern.compile("\\b(50\\d|429)\\b");

    private RegistryFailure() {}

    /** @param retry the command that tries this commit again */
    static DeployException of(BaseImage base, String said, String retry) {
        var what = "cannot pull " + base.image() + " (Dockerfile line " + base.line() + ": " + base.instruction()
                + "): " + said;
        return new DeployException(blame(said), what, next(base.image().registry(), blame(said), retry));
    }

    /**
     * Why the image that CI has pushed could not be had. That we are refused is the registry's affair, not the commit's: once
     * somebody has logged in, the same commit can be deployed.
     */
    static DeployException ofPublished(ImageReference image, String said) {
        var blame = blameForPublished(said);
        return new DeployException(blame, "cannot pull " + image + ": " + said, nextForPublished(image, said));
    }

    /** Why it could not be told whether the image is there. */
    static DeployException ofQuestion(ImageReference image, String said, Throwable cause) {
        return new DeployException(
                Blame.REMOTE, "cannot ask for the image " + image + ": " + said, nextForPublished(image, said), cause);
    }

    /** Why the image could not be pushed. The commit runs well: whatever it is, it is none of the commit's. */
    static DeployException ofPush(ImageReference image, String said) {
        var blame = blame(said);
        var next = switch (blame) {
            case HOST -> next(image.registry(), Blame.HOST, "");
            case YOURS ->
                "run 'docker login " + image.registry()
                        + "' as the user that runs Slipway, as somebody who may push to " + image.name();
            default -> next(image.registry(), Blame.REMOTE, "");
        };
        return new DeployException(
                blame == Blame.HOST ? Blame.HOST : Blame.REMOTE, "cannot push " + image + ": " + said, next);
    }

    private static Blame blameForPublished(String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        if (NOT_FOR_US.stream().anyMatch(lower::contains)) {
            return Blame.YOURS;
        }
        return blame(said) == Blame.HOST ? Blame.HOST : Blame.REMOTE;
    }

    private static String nextForPublished(ImageReference image, String said) {
        var lower = said.toLowerCase(Locale.ROOT);
        if (NOT_FOR_US.stream().anyMatch(lower::contains)) {
            return "have CI build the image for this machine's platform too, and push";
        }
        return switch (blame(said)) {
            case HOST -> next(image.registry(), Blame.HOST, "");
            case YOURS -> "if it is private, run 'docker login " + image.registry() + "' as the user that runs Slipway";
            default -> next(image.registry(), Blame.REMOTE, "");
        };
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

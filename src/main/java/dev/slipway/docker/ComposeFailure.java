package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Why a call of Compose failed, from its last words: it has no codes for this. */
final class ComposeFailure {
    private static final String DISK_FULL = "no space left on device";
    /** Of a build's step, in the words of BuildKit's plain progress: {@code > [web 2/3] RUN npm ci:}. */
    private static final Pattern STEP = Pattern.compile("> \\[([^\\]\\s]+)[^\\]]*\\] (.*?):?");

    private static final List<String> HOSTS_OWN = List.of(
            "port is already allocated", "address already in use", DISK_FULL, "cannot connect to the docker daemon");

    private ComposeFailure() {}

    static DeployException ofFiles(Commit commit, ComposeCommand.Result result, Path tree) {
        var why = result.why().replace(tree + "/", "");
        return failure(
                Blame.YOURS,
                "Compose refuses the files of commit " + commit + ": " + why,
                why.startsWith("env file")
                        ? "commit that file, or name it by a path of this machine; compose.env_file gives variables to the Compose"
                                + " files"
                        : "mend it and push; variables come from compose.environment and compose.env_file",
                result);
    }

    static DeployException ofBuild(List<String> services, ComposeCommand.Result result) {
        var step = result.last().stream()
                .map(STEP::matcher)
                .filter(matcher -> matcher.matches())
                .reduce((a, b) -> b)
                .map(matcher -> service(services, matcher.group(1)) + " (" + matcher.group(2) + ")")
                .orElse("");
        var why = result.why();
        var what = "build" + step + " failed: " + why;
        if (says(result, DISK_FULL)) {
            return failure(Blame.HOST, what, "free disk space on the Docker host", result);
        }
        if (RegistryFailure.isOutOfReach(why)) {
            return failure(Blame.REMOTE, what, "see whether the registry answers from this machine", result);
        }
        return failure(Blame.YOURS, what, "fix it and push", result);
    }

    /** Where one alone is built, some versions of Compose do not say which, and where the step's stage has a name, say that. */
    private static String service(List<String> services, String said) {
        if (services.size() == 1) {
            return " of service " + services.getFirst();
        }
        return services.contains(said) ? " of service " + said : "";
    }

    static DeployException ofPull(List<String> services, ComposeCommand.Result result) {
        return failure(
                says(result, DISK_FULL) ? Blame.HOST : Blame.REMOTE,
                "cannot pull the images of " + String.join(", ", services) + ": " + result.why(),
                "see whether the registry answers from this machine; docker login if it wants a password",
                result);
    }

    /** What Compose could not put up, it could not put up a minute later, and each attempt is an outage. */
    static DeployException ofUp(ComposeCommand.Result result) {
        var host = HOSTS_OWN.stream().anyMatch(each -> says(result, each));
        return failure(
                host ? Blame.HOST : Blame.YOURS,
                "docker compose up failed: " + result.why(),
                host ? "see docker ps and docker system df" : "mend it and push",
                result);
    }

    private static boolean says(ComposeCommand.Result result, String words) {
        return result.last().stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(words));
    }

    private static DeployException failure(Blame blame, String what, String next, ComposeCommand.Result result) {
        return new DeployException(Failure.of(blame, what, next).withEvidence(result.last()));
    }
}

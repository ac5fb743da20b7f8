package dev.slipway.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import java.util.regex.Pattern;

/** Tells settings that the engine refuses from an engine in trouble: those are the configuration's own, and waiting mends nothing. */
final class Refusal {
    private static final int BAD_REQUEST = 400;

    /** The engine's words for a mount whose source may not be made. */
    private static final Pattern NO_SOURCE = Pattern.compile("bind source path does not exist: (.+)");

    /** How storage drivers begin when they have no quotas, whatever the status. */
    private static final String NO_QUOTAS = "--storage-opt is ";

    private Refusal() {}

    /** The same failure; YOURS and by the name of the key, if the app's settings are why. */
    static DeployException explained(App app, DeployException e) {
        if (!(e.getCause() instanceof DockerException engine) || EngineErrors.isVersionRefused(e)) {
            return e;
        }
        var said = EngineErrors.message(engine);
        var noSource = NO_SOURCE.matcher(said);
        if (noSource.find()) {
            return yours(
                    "run.volumes: " + noSource.group(1) + " is not there",
                    "make it on Docker's host, as the file or folder that the app expects",
                    e);
        }
        if (said.startsWith(NO_QUOTAS)) {
            return yours(
                    "run.storage_opt: Docker's storage driver cannot do it (" + said + ")",
                    "remove run.storage_opt, or give Docker a storage driver and file system that have quotas",
                    e);
        }
        return engine.getHttpStatus() == BAD_REQUEST
                ? yours("Docker refuses the settings: " + said, "correct run of apps." + app.name(), e)
                : e;
    }

    private static DeployException yours(String what, String next, DeployException e) {
        return new DeployException(Blame.YOURS, what, next, e);
    }
}

package dev.slipway.docker;

import static dev.slipway.docker.NewContainer.strings;

import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.model.RestartPolicy;
import dev.slipway.model.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What runs in the container, as whom, and when it is started and stopped. */
final class ProcessRows {
    private ProcessRows() {}

    static Rows rows() {
        return new Rows()
                .row(RunKey.COMMAND, (argv, to) -> strings(to.config(), "Cmd", argv))
                .row(RunKey.ENTRYPOINT, ProcessRows::entrypoint)
                .row(RunKey.USER, (user, to) -> to.config().put("User", user))
                .row(RunKey.GROUP_ADD, (groups, to) -> strings(to.host(), "GroupAdd", groups))
                .row(RunKey.WORKING_DIR, (folder, to) -> to.config().put("WorkingDir", folder))
                .row(RunKey.TTY, (tty, to) -> to.config().put("Tty", tty))
                .row(RunKey.STDIN_OPEN, (open, to) -> to.config().put("OpenStdin", open))
                .row(RunKey.INIT, (init, to) -> to.host().put("Init", init))
                .row(RunKey.RESTART, ProcessRows::restart)
                .row(RunKey.STOP_SIGNAL, (signal, to) -> to.config().put("StopSignal", signal))
                .row(RunKey.STOP_GRACE_PERIOD, (grace, to) -> to.config().put("StopTimeout", wholeSeconds(grace)))
                .row(RunKey.LABELS, ProcessRows::labels)
                .row(RunKey.ANNOTATIONS, (annotations, to) -> {
                    to.needs(43, "annotations", "24");
                    strings(to.host(), "Annotations", annotations);
                });
    }

    /** Rounded up: an app that asks for half a second gets one, not none. */
    static int wholeSeconds(Duration duration) {
        return Math.toIntExact(duration.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private static void entrypoint(List<String> argv, NewContainer to) {
        // By Compose's rule an empty one clears the image's; the API's word for that is one empty string.
        strings(to.config(), "Entrypoint", argv.isEmpty() ? List.of("") : argv);
    }

    private static void restart(RestartPolicy policy, NewContainer to) {
        to.host()
                .putObject("RestartPolicy")
                .put("Name", policy.kind().key())
                .put("MaximumRetryCount", policy.maximumRetries());
    }

    private static void labels(Map<String, String> labels, NewContainer to) {
        if (to.attachment() != Attachment.TRIAL) {
            strings(to.config(), "Labels", labels);
        }
    }
}

package dev.slipway.docker;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.RestartPolicy;
import java.time.Duration;
import java.util.Optional;

/** Starts, stops, renames and removes containers; each call may be repeated. */
final class Lifecycle {
    /** What the engine may take beyond an app's own grace period. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Duration REMOVAL = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final DockerEngine engine;
    private final ContainerReader reader;
    private final Holders holders;

    Lifecycle(DockerEngine engine, ContainerReader reader, Holders holders) {
        this.engine = engine;
        this.reader = reader;
        this.holders = holders;
    }

    void start(String id) throws DeployException {
        try {
            engine.effect("start container " + name(id), docker -> {
                try {
                    docker.startContainerCmd(id).exec();
                } catch (NotModifiedException alreadyRuns) {
                    // as it should be
                }
            });
        } catch (DeployException e) {
            if (e.getCause() instanceof BadRequestException) { // how the engine tells that the command cannot be run
                throw new DeployException(
                        Blame.YOURS, e.failure().what(), "correct the image's or the configuration's command", e);
            }
            throw holders.portTaken(e).orElse(e);
        }
    }

    void stop(String id, Optional<Duration> grace) throws DeployException {
        var container = require(id);
        var seconds = grace.map(ProcessRows::wholeSeconds).orElseGet(container::graceSeconds);
        var limit = Duration.ofSeconds(seconds).plus(MARGIN);
        engine.effect("stop container " + container.name(), limit, docker -> {
            try {
                docker.stopContainerCmd(id).withTimeout(seconds).exec();
            } catch (NotModifiedException alreadyStopped) {
                // as it should be
            }
        });
    }

    void rename(String id, String name) throws DeployException {
        if (require(id).name().equals(name)) {
            return;
        }
        var what = "rename container " + name(id) + " to " + name;
        try {
            engine.effect(
                    what, docker -> docker.renameContainerCmd(id).withName(name).exec());
        } catch (DeployException e) {
            throw holders.nameTaken(what, name, e);
        }
    }

    void remove(String id) throws DeployException {
        engine.effect("remove container " + name(id), REMOVAL, docker -> {
            try {
                docker.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException alreadyGone) {
                // as it should be
            } catch (ConflictException e) {
                if (!EngineErrors.message(e).contains("already in progress")) {
                    throw e;
                }
            }
        });
        awaitGone(id);
    }

    /** docker-java cannot say "no": it writes an empty name, which the engine takes for no change. */
    void restartPolicy(String id, RestartPolicy policy) throws DeployException {
        var body = Raw.JSON.createObjectNode();
        body.putObject("RestartPolicy")
                .put("Name", policy.kind().key())
                .put("MaximumRetryCount", policy.maximumRetries());
        engine.post(
                "set the restart policy of container " + name(id), "/containers/" + Raw.segment(id) + "/update", body);
    }

    private void awaitGone(String id) throws DeployException {
        var time = engine.time();
        var deadline = time.elapsed().plus(REMOVAL);
        while (reader.inspect(id).isPresent()) {
            if (time.elapsed().compareTo(deadline) > 0) {
                throw new DeployException(
                        Blame.HOST,
                        "container " + name(id) + " is being removed by the engine, but does not go",
                        "see Docker's own log; restarting Docker usually ends it");
            }
            try {
                time.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeployException(
                        Blame.HOST, "interrupted while container " + name(id) + " was being removed", "try again", e);
            }
        }
    }

    private InspectedContainer require(String id) throws DeployException {
        return reader.inspect(id)
                .orElseThrow(() -> new DeployException(
                        Blame.HOST, "there is no container " + id, "see whether somebody removed it"));
    }

    /** For messages: people know containers by name. */
    private String name(String id) throws DeployException {
        return reader.inspect(id).map(InspectedContainer::name).orElse(id);
    }
}

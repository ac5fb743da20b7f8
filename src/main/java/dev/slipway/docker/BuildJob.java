package dev.slipway.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import dev.slipway.deploy.Source.BuildContext;
import dev.slipway.model.Blame;
import dev.slipway.model.Image;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One build: base images, the builder's run, and the proof that what it left is what was asked for. */
final class BuildJob {
    private static final Logger LOG = LoggerFactory.getLogger(BuildJob.class);

    private final BuildEngine tools;
    private final BuildOrder order;
    private final BuildContext context;
    private final Progress log;
    private final Dockerfile dockerfile;
    private final BuildFailure failure;

    /** Where it has come to, for the message if the time is up; read by another thread. */
    private volatile Optional<BaseImage> pulling = Optional.empty();

    private volatile Optional<BuildOutput> output = Optional.empty();

    BuildJob(BuildEngine tools, BuildOrder order, BuildContext context, Progress log) {
        this.tools = tools;
        this.order = order;
        this.context = context;
        this.log = log;
        this.dockerfile = Dockerfile.parse(context.dockerfile());
        this.failure = new BuildFailure("slipway logs " + order.deployment(), dockerfile);
    }

    /** Builds for at most {@code limit}. */
    Image run(Duration limit) throws DeployException, InterruptedException {
        try {
            return Cancellation.within(limit, this::build);
        } catch (TimeoutException ignored) {
            // It only says that the time is up; where it was spent is what a person needs.
            throw pulling.map(base -> failure.outOfTime(limit, base))
                    .orElseGet(() -> failure.outOfTime(
                            limit,
                            output.flatMap(BuildOutput::step),
                            output.map(BuildOutput::evidence).orElse(List.of())));
        }
    }

    private Image build(Cancellation cancellation) throws DeployException, InterruptedException {
        var choice = tools.choose(order.app().build(), dockerfile);
        log.line("building " + order.commit() + " with " + choice.name() + " (" + choice.reason() + ")");
        var bases = bases(choice);
        for (var base : bases) {
            pulling = Optional.of(base);
            tools.puller().ensure(base, log, "slipway deploy " + order.app().name() + " --retry", cancellation);
        }
        pulling = Optional.empty();
        if (choice.buildKit()) {
            withBuildKit(cancellation);
            tools.cache().contextLeft();
        } else {
            withClassic(registryConfig(bases), cancellation);
        }
        return result();
    }

    private void withClassic(Map<String, String> registryConfig, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var said = new ClassicOutput(log, 1);
        try {
            follow(said, context, order.unlabelled(), registryConfig, cancellation);
        } finally {
            tools.shelf().nameStages(order.app(), order.commit(), said.images());
        }
        var built = said.result();
        if (built.isPresent() && !hasTriggers(built.get())) {
            var labels = new LabelContext(built.get(), order.labels());
            follow(new ClassicOutput(Progress.NONE, 0), labels, order.labelling(), Map.of(), cancellation);
        } else {
            // A build on top of it would do what its ONBUILD says; so all its steps are taken from the cache, and
            // labels added.
            follow(
                    new ClassicOutput(log, order.labels().size()),
                    context,
                    order.byClassic(),
                    registryConfig,
                    cancellation);
        }
    }

    private boolean hasTriggers(String image) throws DeployException {
        return tools.shelf()
                .inspect(image)
                .flatMap(found -> Optional.ofNullable(found.getConfig()))
                .flatMap(config -> Optional.ofNullable(config.getOnBuild()))
                .filter(triggers -> triggers.length > 0)
                .isPresent();
    }

    /** The session, and the server in it, are there only where the build may ask for something. */
    private void withBuildKit(Cancellation cancellation) throws DeployException, InterruptedException {
        var said = new BuildKitOutput(log);
        var secrets = order.app().build().secrets();
        if (secrets.isEmpty()) {
            follow(said, context, order.byBuildKit(), Map.of(), cancellation);
            return;
        }
        log.line("secrets that its steps may ask for: " + String.join(", ", secrets.keySet()));
        try (var session = cancellation.opened(BuildSession.open(tools.engine(), secrets))) {
            follow(said, context, order.byBuildKit() + "&session=" + session.id(), Map.of(), cancellation);
        } catch (IOException e) {
            // Only its end can fail so, when the build is over.
            LOG.debug("a build session did not end well", e);
        }
    }

    private List<BaseImage> bases(BuilderChoice choice) {
        var spec = order.app().build();
        var stages = Stages.of(dockerfile, spec.args());
        return choice.buildKit() ? stages.neededByBuildKit(spec.target()) : stages.neededByClassic(spec.target());
    }

    /** For what the classic builder pulls although no FROM names it, as an ONBUILD of a base image can. */
    private Map<String, String> registryConfig(List<BaseImage> bases) throws DeployException, InterruptedException {
        return Map.of("X-Registry-Config", Credential.config(tools.credentials().ofAll(bases)));
    }

    private void follow(
            BuildOutput said, BuildContext sent, String path, Map<String, String> headers, Cancellation cancellation)
            throws DeployException, InterruptedException {
        output = Optional.of(said);
        try (var tar = cancellation.opened(new ContextStream(sent))) {
            var request = Request.builder()
                    .method(Request.Method.POST)
                    .path(path)
                    .putHeader("Content-Type", "application/x-tar")
                    .putAllHeaders(headers)
                    .body(tar)
                    .build();
            Optional<String> refused;
            try {
                refused = tools.stream().run("build the image", request, said::accept, cancellation);
            } catch (DeployException e) {
                throw tar.failure().map(BuildJob::unreadable).orElse(e);
            }
            said.flush();
            var error = refused.or(said::error);
            if (error.isPresent()) {
                log.line(error.get());
                throw failure.of(error.get(), said.step(), said.evidence());
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static DeployException unreadable(Throwable cause) {
        return new DeployException(
                Blame.HOST,
                "could not read the build context to its end: " + cause.getMessage(),
                "see whether data_dir is whole and its disk not full",
                cause);
    }

    /** Asks the engine what bears the tag now, since a step can print whatever a builder prints. */
    private Image result() throws DeployException {
        var built = tools.shelf().inspect(order.tag());
        var ours = built.filter(
                image -> labels(image).entrySet().containsAll(order.labels().entrySet()));
        return ours.map(image -> new Image(image.getId(), order.tag()))
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "Docker ended the build of " + order.tag() + " without a result",
                        "see " + failure.logs() + " and what Docker's own log says"));
    }

    private static Map<String, String> labels(InspectImageResponse image) {
        return Optional.ofNullable(image.getConfig())
                .flatMap(config -> Optional.ofNullable(config.getLabels()))
                .orElse(Map.of());
    }
}

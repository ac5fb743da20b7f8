package dev.slipway.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Image;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Images that others build and push: whether they are there, and what they are. A tag is asked for its digest once, and what is
 * pulled is that digest, however the tag moves meanwhile.
 */
final class PublishedImages {
    /** The OCI image specification's label for the commit that an image was made from. */
    static final String REVISION = "org.opencontainers.image.revision";

    private static final Duration QUESTION = Duration.ofSeconds(30);
    /** An abbreviated commit id is taken for one from here on. */
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,}");

    private final DockerEngine engine;
    private final BasePuller puller;
    private final RegistryCredentials credentials;
    private final ImageShelf shelf;
    private final PulledShelf pulled;

    PublishedImages(BuildEngine tools, PulledShelf pulled) {
        this.engine = tools.engine();
        this.puller = tools.puller();
        this.credentials = tools.credentials();
        this.shelf = tools.shelf();
        this.pulled = pulled;
    }

    static ImageReference reference(App app, Commit commit) throws DeployException {
        return ImageShelf.reference(app.build().pull().orElseThrow().reference(commit));
    }

    /**
     * Asks the registry what the tag stands for now; nothing is pulled.
     *
     * @return empty if it does not have it
     * @throws DeployException REMOTE if the registry does not answer, or refuses
     */
    Optional<String> digest(ImageReference image) throws DeployException, InterruptedException {
        var headers = new HashMap<String, String>();
        credentials.of(image.registry()).ifPresent(each -> headers.put("X-Registry-Auth", each.header()));
        var path = "/distribution/" + image.name() + ":" + image.version() + "/json";
        try {
            return engine.call("ask for the image " + image, QUESTION, docker -> {
                try {
                    var answer = Raw.get(engine.http(), path, headers);
                    return Optional.of(answer.path("Descriptor").path("digest").asText())
                            .filter(digest -> !digest.isEmpty());
                } catch (NotFoundException ignored) {
                    return Optional.empty();
                }
            });
        } catch (DeployException e) {
            throw explained(image, e);
        }
    }

    /** By the digest that was pulled, if the engine still knows it; by that which the registry has otherwise. */
    String pinned(App app, Commit commit, Image pulledImage) throws DeployException, InterruptedException {
        var image = reference(app, commit);
        var known = shelf.inspect(pulledImage.id()).map(InspectImageResponse::getRepoDigests).stream()
                .flatMap(List::stream)
                .flatMap(each -> ImageReference.parse(each).stream())
                .filter(each -> each.name().equals(image.name()))
                .flatMap(each -> each.digest().stream())
                .findFirst();
        var digest = known.isPresent()
                ? known.get()
                : digest(image)
                        .orElseThrow(() -> new DeployException(
                                Blame.REMOTE,
                                image + " is no longer at its registry",
                                "see whether somebody removes tags there"));
        return image.name() + ":" + image.version() + "@" + digest;
    }

    /** Pulls and names the image of the commit, for at most the app's {@code image.timeout}. */
    Image pull(App app, Commit commit, Progress log) throws DeployException, InterruptedException {
        var limit = app.build().pull().orElseThrow().timeout();
        var image = reference(app, commit);
        try {
            return Cancellation.within(limit, cancellation -> pull(app, commit, log, cancellation));
        } catch (TimeoutException e) {
            throw new DeployException(
                    Blame.REMOTE,
                    "the pull of " + image + " took longer than " + limit.toSeconds() + " s, and was called off",
                    "see how fast " + image.registry() + " is from this machine, or set image.timeout higher",
                    e);
        }
    }

    private Image pull(App app, Commit commit, Progress log, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var image = reference(app, commit);
        var digest = digest(image)
                .orElseThrow(() -> new DeployException(
                        Blame.REMOTE,
                        image + " is no longer at its registry",
                        "see whether somebody removes tags there"));
        log.line(image + " is " + digest);
        var found = pull(image, digest, log, cancellation);
        check(image, commit, found, log);
        pulled.keep(app, commit, found.getId());
        return new Image(found.getId(), ImageLabels.tag(app, commit));
    }

    /** What has this digest at the registry that has the image. */
    InspectImageResponse pull(ImageReference image, String digest, Progress log, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var pinned = ImageReference.parse(image.name() + "@" + digest)
                .orElseThrow(() -> new DeployException(
                        Blame.REMOTE, image.registry() + " gave " + image + " no digest but '" + digest + "'", ""));
        var error = puller.pull(pinned, Optional.empty(), log, cancellation);
        if (error.isPresent()) {
            throw RegistryFailure.ofPublished(image, error.get());
        }
        return shelf.inspect(pinned.written())
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "Docker ended the pull of " + image + " without a result",
                        "see what Docker's own log says"));
    }

    /** An image that says of itself that it is of another commit is not run. */
    private void check(ImageReference image, Commit commit, InspectImageResponse found, Progress log)
            throws DeployException {
        var config = Optional.ofNullable(found.getConfig());
        var revision = config.flatMap(each -> Optional.ofNullable(each.getLabels()))
                .orElse(Map.of())
                .getOrDefault(REVISION, "")
                .strip();
        if (revision.isEmpty()) {
            log.line("it has no label " + REVISION + ": that it is of " + commit.sha() + " is only known by its name");
        } else if (!commit.sha().equals(revision)
                && !(ABBREVIATED.matcher(revision).matches() && commit.sha().startsWith(revision))) {
            pulled.drop(found);
            throw new DeployException(
                    Blame.YOURS,
                    image + " is not of commit " + commit + ": its label " + REVISION + " says " + revision,
                    "see what CI pushes under that name, or whether it sets the label by hand; then push anew");
        }
    }

    /** The engine asks in our place: only if it is the engine that fails is it this machine's trouble. */
    private static DeployException explained(ImageReference image, DeployException e) {
        if (e.getCause() instanceof DockerException said) {
            return RegistryFailure.ofQuestion(image, EngineErrors.message(said), e);
        }
        return e.getCause() instanceof TimeoutException
                ? RegistryFailure.ofQuestion(image, "no answer within " + QUESTION.toSeconds() + " s", e)
                : e;
    }
}

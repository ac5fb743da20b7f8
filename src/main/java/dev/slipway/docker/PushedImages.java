package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Brings images to a registry. The engine pushes only what bears a name of that registry, so it bears one meanwhile: left here, it
 * would keep the image from being cleared away.
 */
final class PushedImages {
    private final MessageStream stream;
    private final RegistryCredentials credentials;
    private final ImageShelf shelf;

    PushedImages(BuildEngine tools) {
        this.stream = tools.stream();
        this.credentials = tools.credentials();
        this.shelf = tools.shelf();
    }

    /** Pushes for at most the app's {@code build.timeout}. */
    String push(App app, Commit commit, String id, Progress log) throws DeployException, InterruptedException {
        var name = ImageShelf.reference(app.build().push().orElseThrow().reference(commit));
        var limit = app.build().options().timeout();
        var isKept = app.build().image().filter(name.written()::equals).isPresent();
        shelf.name(id, name);
        try {
            return Cancellation.within(limit, cancellation -> push(name, log, cancellation));
        } catch (TimeoutException e) {
            throw new DeployException(
                    Blame.REMOTE,
                    "the push of " + name + " took longer than " + limit.toSeconds() + " s, and was called off",
                    "see how fast " + name.registry() + " is from this machine, or set build.timeout higher",
                    e);
        } finally {
            if (!isKept) {
                shelf.removed(name.written());
            }
        }
    }

    private String push(ImageReference name, Progress log, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var output = new PushOutput(log);
        var refused = stream.run("push " + name, request(name), output::accept, cancellation);
        var error = refused.or(output::error);
        if (error.isPresent()) {
            log.line(error.get());
            throw RegistryFailure.ofPush(name, error.get());
        }
        return output.digest()
                .orElseThrow(() -> new DeployException(
                        Blame.HOST,
                        "Docker ended the push of " + name + " without a digest",
                        "see what Docker's own log says"));
    }

    private Request request(ImageReference name) throws DeployException, InterruptedException {
        // The engine asks for the header even where there is nothing to show.
        var header = credentials.of(name.registry()).map(Credential::header).orElse(Credential.NONE);
        return Request.builder()
                .method(Request.Method.POST)
                .path("/images/" + name.name() + "/push?" + BuildOrder.encode(Map.of("tag", name.version())))
                .putHeader("X-Registry-Auth", header)
                .build();
    }
}

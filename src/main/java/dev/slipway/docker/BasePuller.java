package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Progress;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Brings images here, above all those that a Dockerfile builds upon, with the user's credentials. BuildKit can do neither itself without a
 * session that a client serves, and the classic builder does not say which of its images could not be had.
 */
final class BasePuller {
    private final ImageShelf shelf;
    private final MessageStream stream;
    private final RegistryCredentials credentials;

    BasePuller(DockerEngine engine, MessageStream stream, RegistryCredentials credentials) {
        this.shelf = new ImageShelf(engine);
        this.stream = stream;
        this.credentials = credentials;
    }

    /**
     * Pulls the image, unless it is here.
     *
     * @param retry the command that tries this commit again, for messages
     * @throws DeployException REMOTE if its registry cannot be reached, YOURS if it refuses
     */
    void ensure(BaseImage base, Progress log, String retry, Cancellation cancellation)
            throws DeployException, InterruptedException {
        if (shelf.inspect(base.image().written()).isPresent()) {
            return;
        }
        log.line("pulling " + base.image() + " for line " + base.line() + " of the Dockerfile");
        var error = pull(base.image(), base.platform(), log, cancellation);
        if (error.isPresent()) {
            throw RegistryFailure.of(base, error.get(), retry);
        }
    }

    /**
     * Pulls the image, whether it is here or not.
     *
     * @return what the engine said if it could not
     */
    Optional<String> pull(ImageReference image, Optional<String> platform, Progress log, Cancellation cancellation)
            throws DeployException, InterruptedException {
        var output = new PullOutput(log);
        var refused = stream.run("pull " + image, request(image, platform), output::accept, cancellation);
        var error = refused.or(output::error);
        error.ifPresent(log::line);
        return error;
    }

    private Request request(ImageReference image, Optional<String> platform)
            throws DeployException, InterruptedException {
        var query = new LinkedHashMap<String, String>();
        query.put("fromImage", image.name());
        query.put("tag", image.version());
        platform.ifPresent(each -> query.put("platform", each));
        var request = Request.builder().method(Request.Method.POST).path("/images/create?" + BuildOrder.encode(query));
        Optional<Credential> credential = credentials.of(image.registry());
        credential.ifPresent(each -> request.putHeader("X-Registry-Auth", each.header()));
        return request.build();
    }
}

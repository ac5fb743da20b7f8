package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.Blame;
import dev.slipway.model.DockerHost;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one Docker engine, in an API version that both sides speak. The engine need not be up when this is
 * constructed: the version is agreed on at the first call, and again after the engine went away, refused the version or
 * answered as another version of itself, so an engine that starts late or is upgraded meanwhile is found by the next call.
 */
public final class DockerEngine implements AutoCloseable {
    /** For calls that are answered at once; generous, since a busy disk lets the engine think for long. */
    static final Duration ORDINARY = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(DockerEngine.class);

    private final DockerHost host;
    private final Time time;
    private final Negotiator negotiator;
    private final EngineErrors errors;
    private final AtomicReference<String> announced = new AtomicReference<>("");
    private volatile Optional<Negotiated> negotiated = Optional.empty();
    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("docker-call-", 0).factory());

    /** One that nothing but its address is known of: {@code unix:///path} or {@code tcp://name:port}. */
    public DockerEngine(URI address, Map<String, String> env, Time time) {
        this(DockerHost.at(address), env, time);
    }

    /**
     * @param env the process's environment, of which Docker's variables are honoured: DOCKER_API_VERSION, DOCKER_CONFIG and, for
     *     an engine without a name, DOCKER_TLS_VERIFY and DOCKER_CERT_PATH
     */
    public DockerEngine(DockerHost host, Map<String, String> env, Time time) {
        this.host = host;
        this.time = time;
        this.negotiator = new Negotiator(host, env);
        this.errors =
                new EngineErrors(new DockerHost(host.name(), host.address(), EngineTls.of(host, env), host.ssh()));
    }

    /** One call to the engine. It may throw what docker-java throws. */
    @FunctionalInterface
    interface Call<T> {
        T on(DockerClient docker) throws IOException, DeployException, InterruptedException;
    }

    /**
     * Makes one call, for at most {@link #ORDINARY}.
     *
     * @param what what the call does, for messages: "list the containers"
     * @throws DeployException HOST, saying what was attempted and why it failed; its cause is docker-java's exception
     */
    <T> T call(String what, Call<T> call) throws DeployException {
        return call(what, ORDINARY, call);
    }

    /** Makes one call, for at most {@code limit}: the transport has no timeouts of its own. */
    <T> T call(String what, Duration limit, Call<T> call) throws DeployException {
        return limited(what, limit, () -> call.on(client()));
    }

    /** Posts JSON to a path without version, as {@link #call} does. */
    JsonNode post(String what, String path, JsonNode body) throws DeployException {
        return limited(what, ORDINARY, () -> Raw.post(http(), path, body));
    }

    /**
     * docker-java's commands; where the answer comes at once, to be used within {@link #call}. Any number of answers that go
     * on, as of builds and logs, does not hold up other calls.
     */
    DockerClient client() throws DeployException {
        return negotiated().docker();
    }

    /** For calls that docker-java has no command for; it puts the API version in front of each path. */
    DockerHttpClient http() throws DeployException {
        return negotiated().http();
    }

    /** A connection that is all the caller's, who closes it. */
    EngineSocket socket() throws IOException {
        return negotiator.socket();
    }

    /** The version that both sides speak, such as {@code 1.41}. */
    public String apiVersion() throws DeployException {
        return api().toString();
    }

    /** The engine's own version, such as {@code 20.10.24}. */
    public String engineVersion() throws DeployException {
        return negotiated().engineVersion();
    }

    /** Which builder the engine recommends: {@code 1} the classic one, {@code 2} BuildKit. */
    public String builderVersion() throws DeployException {
        return negotiated().builderVersion();
    }

    ApiVersion api() throws DeployException {
        return negotiated().api();
    }

    /** Where it is, and what it is called. */
    public DockerHost host() {
        return host;
    }

    /** Whether nobody on the way reads along. */
    boolean isEncrypted() {
        return !"tcp".equals(address().getScheme()) || negotiator.usesTls();
    }

    URI address() {
        return host.address();
    }

    Time time() {
        return time;
    }

    /** Turns what docker-java threw outside {@link #call}, as streams do, into words. */
    DeployException failure(String what, Throwable cause) {
        return errors.failure(what, cause);
    }

    /** Asks whether the engine is there. */
    public void ping() throws DeployException {
        call("ask the engine whether it is there", docker -> docker.pingCmd().exec());
    }

    @Override
    public void close() {
        calls.shutdownNow();
        negotiator.close();
    }

    private String machine() {
        return host.isSocket() ? "this machine" : "that machine";
    }

    private Negotiated negotiated() throws DeployException {
        var present = negotiated;
        if (present.filter(negotiator::stillHolds).isPresent()) {
            return present.get();
        }
        var fresh = within("agree on an API version", ORDINARY, negotiator::negotiate);
        var words = "Docker " + fresh.engineVersion() + " at " + host + ", API " + fresh.api();
        if (!words.equals(announced.getAndSet(words))) {
            LOG.info("{}", words);
        }
        negotiated = Optional.of(fresh);
        return fresh;
    }

    /** A refused version had no effect, so the call is made again in the version that the engine speaks now. */
    private <T> T limited(String what, Duration limit, Callable<T> call) throws DeployException {
        negotiated();
        try {
            return within(what, limit, call);
        } catch (DeployException e) {
            if (!EngineErrors.isVersionRefused(e)) {
                throw e;
            }
            LOG.info("Docker at {} no longer accepts our API version: negotiating again", host);
            negotiated = Optional.empty();
            return within(what, limit, call);
        }
    }

    private <T> T within(String what, Duration limit, Callable<T> call) throws DeployException {
        var running = calls.submit(call);
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof DeployException known) {
                throw known;
            }
            if (EngineErrors.isUnreachable(cause)) {
                negotiated = Optional.empty(); // another engine may answer at this address next time
            }
            throw errors.failure(what, cause);
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new DeployException(
                    Blame.HOST,
                    "could not " + what + ": Docker at " + host + " did not answer within " + limit.toSeconds() + " s",
                    "see whether 'docker ps' answers on " + machine() + "; restart Docker if it does not",
                    e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new DeployException(Blame.HOST, "could not " + what + ": interrupted", "try again", e);
        }
    }
}

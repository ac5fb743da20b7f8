package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.LeaseStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;

/**
 * The lease as labels of a config of the swarm, the one kind of object there that any number of writers may change, each only if it
 * names the version it has seen; no service uses it.
 */
public final class DockerLeaseStore implements LeaseStore {
    /** By which {@code docker config inspect} shows it. */
    static final String NAME = "slipway-lease";

    private static final String HOLDER = "dev.slipway.lease.holder";
    private static final String HOLDER_ID = "dev.slipway.lease.holder-id";
    private static final String LASTS = "dev.slipway.lease.lasts";
    private static final String DATA =
            "Whose labels say which Slipway acts on this swarm. Removing it does no harm: the next one takes it anew.\n";
    /** Of an entry that somebody else wrote, and that says nothing of it. */
    private static final Duration UNTOLD = Duration.ofSeconds(30);

    private final DockerEngine engine;

    /** Asks nothing yet. */
    public DockerLeaseStore(DockerEngine engine) {
        this.engine = engine;
    }

    @Override
    public Optional<Entry> read() throws DeployException {
        return find().map(DockerLeaseStore::entry);
    }

    private Optional<JsonNode> find() throws DeployException {
        return SwarmManager.explaining(
                engine,
                () -> engine.call("read the swarm's lease (config " + NAME + ")", docker -> {
                    try {
                        return Optional.of(Raw.get(engine.http(), "/configs/" + NAME));
                    } catch (NotFoundException e) {
                        return Optional.empty();
                    }
                }));
    }

    @Override
    public Optional<Entry> write(Optional<Entry> seen, Terms terms) throws DeployException {
        var written = seen.isEmpty() ? create(terms) : update(seen.get(), terms);
        // Nobody else writes our id: what bears it is what was written just now.
        return written ? read().filter(entry -> entry.terms().holder().equals(terms.holder())) : Optional.empty();
    }

    private boolean create(Terms terms) throws DeployException {
        var spec = Raw.JSON.createObjectNode();
        spec.put("Name", NAME);
        spec.put("Data", Base64.getEncoder().encodeToString(DATA.getBytes(StandardCharsets.UTF_8)));
        spec.set("Labels", labels(terms));
        return SwarmManager.explaining(
                engine,
                () -> engine.call("take the swarm's lease", docker -> {
                    try {
                        Raw.post(engine.http(), "/configs/create", spec);
                        return true;
                    } catch (ConflictException e) {
                        return false;
                    }
                }));
    }

    private boolean update(Entry seen, Terms terms) throws DeployException {
        var now = find();
        if (now.isEmpty()) {
            return create(terms);
        }
        if (!entry(now.get()).equals(seen)) {
            return false;
        }
        var spec = ((ObjectNode) now.get().path("Spec")).set("Labels", labels(terms));
        try {
            engine.post("renew the swarm's lease", "/configs/" + seen.id() + "/update?version=" + seen.version(), spec);
            return true;
        } catch (DeployException e) {
            if (SwarmManager.isStale(e) || e.getCause() instanceof NotFoundException) {
                return false;
            }
            throw e;
        }
    }

    private static ObjectNode labels(Terms terms) {
        var labels = Raw.JSON.createObjectNode();
        terms.holder().ifPresent(holder -> labels.put(HOLDER, holder.name()).put(HOLDER_ID, holder.id()));
        return labels.put(LASTS, terms.lasts().toString());
    }

    private static Entry entry(JsonNode config) {
        var labels = config.path("Spec").path("Labels");
        var holder = labels.hasNonNull(HOLDER_ID)
                ? Optional.of(new Holder(
                        labels.path(HOLDER).asText(), labels.path(HOLDER_ID).asText()))
                : Optional.<Holder>empty();
        return new Entry(
                config.path("ID").asText(),
                config.path("Version").path("Index").asLong(),
                new Terms(holder, lasts(labels.path(LASTS).asText())));
    }

    private static Duration lasts(String text) {
        try {
            var duration = Duration.parse(text);
            return duration.isPositive() ? duration : UNTOLD;
        } catch (DateTimeParseException e) {
            return UNTOLD; // Somebody's hand was at it; the holder's next renewal puts it right.
        }
    }
}

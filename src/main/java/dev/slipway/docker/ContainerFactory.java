package dev.slipway.docker;

import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.Containers.Creation;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.RunKey;
import java.util.List;
import java.util.Set;

/** Makes containers out of an app's {@code run}. */
final class ContainerFactory {
    static final Rows ROWS = new Rows()
            .rows(ProcessRows.rows())
            .rows(NetworkRows.rows())
            .rows(StorageRows.rows())
            .rows(SecurityRows.rows())
            .rows(ResourceRows.rows())
            .rows(ReportingRows.rows());

    /** Keys that have no row, since what becomes of them depends on more than their value. */
    static final Set<RunKey<?>> APART = Set.of(
            RunKey.CONTAINER_NAME, // Creation says the name
            RunKey.ENVIRONMENT, // EnvFiles
            RunKey.ENV_FILE,
            RunKey.NETWORKS, // Endpoints
            RunKey.NETWORK_MODE,
            RunKey.MAC_ADDRESS,
            RunKey.EXTERNAL_LINKS);

    private final DockerEngine engine;
    private final EnvFiles envFiles;
    private final Networks networks;
    private final Holders holders;

    ContainerFactory(DockerEngine engine, EnvFiles envFiles, Networks networks, Holders holders) {
        this.engine = engine;
        this.envFiles = envFiles;
        this.networks = networks;
        this.holders = holders;
    }

    /**
     * All of the create call but image and labels; makes nothing.
     *
     * @throws DeployException YOURS if the settings cannot be had on this engine
     */
    NewContainer plan(App app, Attachment attachment) throws DeployException {
        var body = NewContainer.empty(app, attachment, engine.api());
        ROWS.apply(app.run(), body);
        var environment = body.config().putArray("Env");
        envFiles.of(app).forEach((name, value) -> environment.add(name + "=" + value));
        Endpoints.apply(Endpoints.of(app, attachment), body);
        return body;
    }

    /** Returns the new container's id. */
    String create(Creation creation) throws DeployException {
        var app = creation.app();
        var body = plan(app, creation.attachment());
        body.config().put("Image", creation.image().id());
        var labels = body.config().withObjectProperty("Labels");
        Labels.of(creation, ConfigHash.of(app, envFiles.of(app))).forEach(labels::put);
        if (creation.attachment() == Attachment.PRIVATE) {
            networks.ensurePrivate(app);
        }
        var id = post(creation, body);
        var others = Endpoints.of(app, creation.attachment()).stream().skip(1).toList();
        for (var attachment : others) {
            networks.connect(id, attachment.network(), Endpoints.endpoint(attachment, app));
        }
        return id;
    }

    private String post(Creation creation, NewContainer body) throws DeployException {
        var what = "create container " + creation.name();
        try {
            return engine.post(what, "/containers/create?name=" + Raw.segment(creation.name()), body.config())
                    .path("Id")
                    .asText();
        } catch (DeployException e) {
            throw explain(creation, e);
        }
    }

    private DeployException explain(Creation creation, DeployException e) throws DeployException {
        var app = creation.app().name();
        if (e.getCause() instanceof ConflictException) {
            return holders.nameTaken("create container " + creation.name(), creation.name(), e);
        }
        if (e.getCause() instanceof NotFoundException && e.failure().what().contains("No such image")) {
            return new DeployException(
                    Blame.HOST,
                    "could not create container " + creation.name() + ": the image "
                            + creation.image().tag() + " is gone from the engine",
                    "nothing to do: the next attempt builds it again",
                    e);
        }
        if (List.of(BadRequestException.class, NotFoundException.class).contains(causeOf(e))) {
            return new DeployException(
                    Blame.YOURS, e.failure().what(), "correct apps." + app + ".run in the configuration", e);
        }
        return e;
    }

    private static Class<?> causeOf(DeployException e) {
        return e.getCause() == null ? e.getClass() : e.getCause().getClass();
    }
}

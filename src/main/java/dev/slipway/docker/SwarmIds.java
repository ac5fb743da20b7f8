package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ids of the secrets and configs that an app names: the engine wants both, name and id. */
final class SwarmIds {
    private final Map<RunKey<?>, Map<String, String>> ids;

    private SwarmIds(Map<RunKey<?>, Map<String, String>> ids) {
        this.ids = ids;
    }

    /**
     * Asks the swarm, if the app names any.
     *
     * @throws DeployException YOURS, naming the first that is missing
     */
    static SwarmIds of(App app, DockerEngine engine) throws DeployException {
        var found = new HashMap<RunKey<?>, Map<String, String>>();
        for (var key : List.of(RunKey.SECRETS, RunKey.CONFIGS)) {
            var wanted = app.run().get(key).orElse(List.of());
            if (!wanted.isEmpty()) {
                found.put(key, found(key, wanted, engine));
            }
        }
        return new SwarmIds(found);
    }

    private static Map<String, String> found(RunKey<?> key, List<Run.Grant> wanted, DockerEngine engine)
            throws DeployException {
        var all = engine.call("list the swarm's " + key, docker -> Raw.get(engine.http(), "/" + key));
        var ids = new HashMap<String, String>();
        for (JsonNode each : all) {
            ids.put(each.path("Spec").path("Name").asText(), each.path("ID").asText());
        }
        for (var grant : wanted) {
            if (!ids.containsKey(grant.source())) {
                var kind = key.name().substring(0, key.name().length() - 1);
                throw new DeployException(
                        Blame.YOURS,
                        "run." + key + ": the swarm has no " + kind + " " + grant.source(),
                        "docker " + kind + " create " + grant.source() + " FILE");
            }
        }
        return ids;
    }

    String of(RunKey<?> key, String name) {
        return Optional.ofNullable(ids.get(key))
                .flatMap(known -> Optional.ofNullable(known.get(name)))
                .orElseThrow();
    }
}

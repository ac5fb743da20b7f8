package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.deploy.Containers.Attachment;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import java.util.Collection;
import java.util.Map;

/**
 * The body of one create call as it takes shape. JSON in the Engine API's own words, since docker-java's classes lack some of
 * its fields and know only such capabilities as were there when they were written.
 *
 * @param api in which it will be sent
 * @param config the outer object, which describes the process
 * @param host its {@code HostConfig}
 */
record NewContainer(App app, Attachment attachment, ApiVersion api, ObjectNode config, ObjectNode host) {
    static NewContainer empty(App app, Attachment attachment, ApiVersion api) {
        var config = Raw.JSON.createObjectNode();
        return new NewContainer(app, attachment, api, config, config.putObject("HostConfig"));
    }

    /** Whether others are to find it, by its ports and names. */
    boolean isSeen() {
        return attachment == Attachment.FULL || attachment == Attachment.PRIVATE;
    }

    /**
     * Refuses what the engine would ignore silently.
     *
     * @param key as in the configuration
     * @param docker the first release that has it
     */
    void needs(int minor, String key, String docker) throws DeployException {
        if (!api.isAtLeast(1, minor)) {
            throw new DeployException(
                    Blame.YOURS,
                    "apps." + app.name() + ".run." + key + " needs Docker " + docker + " (API 1." + minor
                            + "); this engine speaks API " + api,
                    "update Docker, or remove " + key);
        }
    }

    static void strings(ObjectNode object, String field, Collection<String> values) {
        var array = object.putArray(field);
        values.forEach(array::add);
    }

    static void strings(ObjectNode object, String field, Map<String, String> values) {
        var map = object.putObject(field);
        values.forEach(map::put);
    }
}

package dev.slipway.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a registry is shown. Its text holds no secret.
 *
 * @param username empty where {@code secret} is an identity token
 * @param server as Docker's configuration calls the registry
 */
record Credential(String server, String username, Secret secret) {
    /** The value of the header X-Registry-Auth where there is nothing to show. */
    static final String NONE = encode(Raw.JSON.createObjectNode());

    /** The value of the header X-Registry-Auth. */
    String header() {
        var json = Raw.JSON.createObjectNode().put("serveraddress", server);
        describe(json);
        return encode(json);
    }

    /** The value of the header X-Registry-Config, by which the classic builder pulls what nobody foresaw. */
    static String config(Iterable<Credential> all) {
        var json = Raw.JSON.createObjectNode();
        all.forEach(each -> each.describe(json.putObject(each.server())));
        return encode(json);
    }

    private void describe(ObjectNode json) {
        if (username.isEmpty()) {
            json.put("identitytoken", secret.reveal());
        } else {
            json.put("username", username).put("password", secret.reveal());
        }
    }

    /** The engine's base64 is the URL-safe one. */
    private static String encode(ObjectNode json) {
        return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}

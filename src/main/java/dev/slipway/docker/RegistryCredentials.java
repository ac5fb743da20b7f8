package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials that {@code docker login} has left in Docker's config.json, or with the helper that it names. Read anew for
 * each registry that is asked for, since logins change while Slipway runs.
 */
final class RegistryCredentials {
    /** The key of Docker Hub in config.json, kept since 2013. */
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private static final Duration HELPER_LIMIT = Duration.ofSeconds(20);

    private final Path file;
    private final CredentialHelper helper;

    RegistryCredentials(Path file, CredentialHelper helper) {
        this.file = file;
        this.helper = helper;
    }

    /** As Docker's own command line finds them: by DOCKER_CONFIG or HOME, and PATH. */
    static RegistryCredentials of(Map<String, String> env) {
        var home = env.getOrDefault("HOME", System.getProperty("user.home"));
        var folder = Optional.ofNullable(env.get("DOCKER_CONFIG"))
                .filter(each -> !each.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(home, ".docker"));
        return new RegistryCredentials(
                folder.resolve("config.json"), new CredentialHelper(env.getOrDefault("PATH", ""), HELPER_LIMIT));
    }

    /**
     * Looks them up: the registry's own helper first, then the general one, then the file itself.
     *
     * @param registry host with port, or {@code docker.io}
     * @return empty if there are none, which for a public image is well
     * @throws DeployException HOST if the file or a helper cannot be read
     */
    Optional<Credential> of(String registry) throws DeployException, InterruptedException {
        var config = read();
        var server = registry.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB_KEY : registry;
        var name = config.path("credHelpers")
                .path(server)
                .asText(config.path("credsStore").asText());
        if (!name.isEmpty()) {
            var found = helper.get(name, server);
            if (found.isPresent()) {
                return found;
            }
        }
        return entry(config.path("auths"), server);
    }

    /** Those of all registries that these images come from. */
    List<Credential> ofAll(List<BaseImage> images) throws DeployException, InterruptedException {
        var found = new ArrayList<Credential>();
        for (var registry :
                images.stream().map(base -> base.image().registry()).distinct().toList()) {
            of(registry).ifPresent(found::add);
        }
        return found;
    }

    private JsonNode read() throws DeployException {
        try {
            return Raw.JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException ignored) {
            return Raw.JSON.missingNode(); // nobody has logged in: everything is pulled without credentials
        } catch (JsonProcessingException e) {
            // Jackson's message quotes the file, which holds secrets: its position is enough.
            throw new DeployException(
                    Blame.HOST,
                    file + " is not JSON, at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    "correct it, or log in to the registry again with 'docker login'");
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "cannot read the registries' credentials in " + file + ": " + e,
                    "let the user that runs Slipway read it, or set DOCKER_CONFIG to a folder of its own",
                    e);
        }
    }

    private Optional<Credential> entry(JsonNode auths, String server) throws DeployException {
        for (var entry : auths.properties()) {
            if (host(entry.getKey()).equals(host(server))) {
                var found = credential(server, entry.getValue());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** An entry is empty where a helper keeps what belongs there. */
    private Optional<Credential> credential(String server, JsonNode entry) throws DeployException {
        var token = entry.path("identitytoken").asText();
        if (!token.isEmpty()) {
            return Optional.of(new Credential(server, "", new Secret(token)));
        }
        var username = entry.path("username").asText();
        var password = entry.path("password").asText();
        var auth = entry.path("auth").asText();
        if (!auth.isEmpty()) {
            var decoded = decode(auth, server);
            var colon = decoded.indexOf(':');
            username = colon < 0 ? "" : decoded.substring(0, colon);
            password = colon < 0 ? "" : decoded.substring(colon + 1);
        }
        return username.isEmpty() || password.isEmpty()
                ? Optional.empty()
                : Optional.of(new Credential(server, username, new Secret(password)));
    }

    private String decode(String auth, String server) throws DeployException {
        try {
            return new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException ignored) {
            // Its message could quote what it could not decode.
            throw new DeployException(
                    Blame.HOST,
                    "the entry for " + server + " in " + file + " is not base64",
                    "log in again with 'docker login " + server + "'");
        }
    }

    /** Old entries have a scheme and a path. */
    private static String host(String key) {
        return key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    }
}

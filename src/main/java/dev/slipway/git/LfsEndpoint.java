package dev.slipway.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import dev.slipway.model.GitSpec;
import dev.slipway.model.Secret;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.QuotedString;

/**
 * Where a repository's large files are, by git-lfs's docs/api/server-discovery.md: as {@code .lfsconfig} says, as its SSH server
 * says, or beside the repository itself.
 *
 * @param address of a server, or of a repository on this machine
 * @param headers that open it
 * @param server the same for messages
 */
record LfsEndpoint(Address address, Map<String, String> headers, GitSpec server) {
    private static final String AUTHORIZATION = "Authorization";
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int MOST_CONFIG_BYTES = 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Finds it.
     *
     * @param app whose credentials may be shown at its own site
     * @param part the app's commit, or that of a submodule
     */
    static LfsEndpoint of(GitSpec app, Part part, LfsCall call)
            throws DeployException, InterruptedException, Address.RefusedException {
        var own = Address.parse(app.url());
        var repository = Address.parse(part.git().url());
        var configured = configured(part);
        var address = configured.isPresent() ? Address.parse(configured.get()) : repository;
        if (address.isFile()) {
            if (!repository.isFile()) {
                throw new Address.RefusedException("is a path on this machine, which only a repository on it may name");
            }
            return new LfsEndpoint(address, Map.of(), part.git());
        }
        if (address.isSsh()) {
            if (app.ssh().isEmpty() || !address.isSameSite(own)) {
                throw new Address.RefusedException(
                        "is reached over SSH at another host than git.url's, for which there is no key");
            }
            return overSsh(
                    new GitSpec(address.text(), app.branch(), app.username(), Optional.empty())
                            .with(app.ssh().get()),
                    address,
                    call);
        }
        var url = configured.isPresent() ? withoutSlash(address.text()) : beside(address.text());
        var token = address.isSameSite(own) ? app.token() : Optional.<Secret>empty();
        return new LfsEndpoint(
                Address.parse(url),
                token.map(secret -> Map.of(AUTHORIZATION, basic(app.username(), secret.reveal())))
                        .orElse(Map.of()),
                new GitSpec(url, app.branch(), app.username(), token));
    }

    private static String beside(String url) {
        var plain = withoutSlash(url);
        return (plain.endsWith(".git") ? plain : plain + ".git") + "/info/lfs";
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> configured(Part part) throws DeployException {
        try {
            var files = new TreeFiles(part, Map.of(), Optional.empty());
            var file = files.find(".lfsconfig").filter(TreeFiles.Entry::isFile);
            if (file.isEmpty() || files.size(file.get()) > MOST_CONFIG_BYTES) {
                return Optional.empty();
            }
            var config = new Config();
            config.fromText(files.text(file.get()));
            return Optional.ofNullable(config.getString("lfs", null, "url"))
                    .or(() -> Optional.ofNullable(config.getString("remote", "origin", "lfsurl")));
        } catch (ConfigInvalidException e) {
            throw new DeployException(
                    Blame.YOURS, ".lfsconfig cannot be read: " + e.getMessage(), "correct it and push", e);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.HOST,
                    "a clone cannot be read: " + e.getMessage(),
                    "nothing: it is cloned anew at the next attempt",
                    e);
        }
    }

    /** The server says where to go, and with which headers. */
    private static LfsEndpoint overSsh(GitSpec git, Address address, LfsCall call)
            throws DeployException, InterruptedException, Address.RefusedException {
        var path = address.path().startsWith("/") ? address.path().substring(1) : address.path();
        JsonNode said;
        try {
            var session = call.over(git).session(new URIish(git.url()));
            try {
                var process = session.exec("git-lfs-authenticate " + QuotedString.BOURNE.quote(path) + " download", 0);
                var out = process.getInputStream().readNBytes(MOST_ANSWER_BYTES);
                int exit = process.waitFor();
                if (exit != 0 || out.length == 0) {
                    throw new DeployException(
                            Blame.REMOTE,
                            RemoteTrouble.printable(git.url()) + " does not say where its files of Git LFS are:"
                                    + " git-lfs-authenticate ended with exit code " + exit,
                            "set lfs.url in .lfsconfig, or git.url to the repository's https URL");
                }
                said = JSON.readTree(out);
            } finally {
                session.disconnect();
            }
        } catch (JsonProcessingException e) {
            throw new DeployException(
                    Blame.REMOTE,
                    RemoteTrouble.printable(git.url()) + " answers git-lfs-authenticate with what is no JSON",
                    "set lfs.url in .lfsconfig, or git.url to the repository's https URL",
                    e);
        } catch (URISyntaxException e) {
            throw new AssertionError("it was taken apart before", e);
        } catch (IOException e) {
            throw call.explained(e, git);
        }
        var guess = "https://" + address.host() + "/" + path;
        var url = withoutSlash(said.path("href").asText(beside(guess)));
        return new LfsEndpoint(
                Address.parse(url), headers(said), new GitSpec(url, git.branch(), git.username(), Optional.empty()));
    }

    /** Those of an action, which is what one who knows it shows to the place that it names, and to no other. */
    static Map<String, String> headers(JsonNode action) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        action.path("header")
                .properties()
                .forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        return headers;
    }
}

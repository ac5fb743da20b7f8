package dev.slipway.git;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.deploy.DeployException;
import dev.slipway.git.LfsStore.WrongContentException;
import dev.slipway.model.Blame;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of Git LFS, as git-lfs's docs/api/batch.md and basic-transfers.md have it: it is asked where objects are, and they are
 * brought from there, wherever that is, with the headers that it gave for that place and no others.
 */
final class LfsServer {
    private static final String MEDIA_TYPE = "application/vnd.git-lfs+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ANSWER_BYTES = 8 * 1024 * 1024;
    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_WORDS = 200;

    private final LfsEndpoint endpoint;
    private final LfsCall call;
    private final String url;

    LfsServer(LfsEndpoint endpoint, LfsCall call) {
        this.endpoint = endpoint;
        this.call = call;
        this.url = RemoteTrouble.printable(endpoint.address().text());
    }

    /** Where the objects are, as far as the server has them; by hash. */
    Map<String, JsonNode> batch(List<LfsPointer> pointers) throws DeployException, InterruptedException {
        var question = JSON.createObjectNode().put("operation", "download");
        question.putArray("transfers").add("basic");
        var objects = question.putArray("objects");
        pointers.forEach(each -> objects.addObject().put("oid", each.oid()).put("size", each.size()));
        try {
            var target = URI.create(endpoint.address().text() + "/objects/batch");
            var answer = ask(target, endpoint.headers(), Optional.of(question.toString()));
            if (answer.statusCode() != 200) {
                throw refused(answer, new IOException("HTTP " + answer.statusCode()));
            }
            return read(answer);
        } catch (IOException e) {
            throw call.explained(e, endpoint.server());
        }
    }

    private Map<String, JsonNode> read(HttpResponse<InputStream> answer) throws IOException, DeployException {
        JsonNode said;
        try {
            said = JSON.readTree(call.body(answer).readNBytes(MOST_ANSWER_BYTES));
        } catch (JsonProcessingException e) {
            throw noLfs(answer, e);
        }
        if (!said.path("objects").isArray()) {
            throw noLfs(answer, new IOException("no objects in it"));
        }
        if (!said.path("transfer").asText("basic").equals("basic")) {
            throw new DeployException(
                    Blame.REMOTE,
                    url + " gives its files by the way '"
                            + shortened(said.path("transfer").asText()) + "' only, which Slipway does not know",
                    "have the server offer basic transfers");
        }
        var found = new HashMap<String, JsonNode>();
        said.path("objects").forEach(each -> found.put(each.path("oid").asText(), each));
        return found;
    }

    private DeployException noLfs(HttpResponse<InputStream> answer, Exception cause) {
        return new DeployException(
                Blame.REMOTE,
                url + " is not a server of Git LFS: it answers with "
                        + answer.headers().firstValue("Content-Type").orElse("no content type"),
                "check lfs.url in .lfsconfig, and whether a proxy or a login page stands before the server",
                cause);
    }

    /** Brings one object to the store. */
    void bring(LfsPointer pointer, String path, Optional<JsonNode> said, LfsStore store)
            throws DeployException, InterruptedException {
        var download = said.map(each -> each.path("actions").path("download")).filter(each -> each.hasNonNull("href"));
        var code = said.map(each -> each.path("error").path("code").asInt()).orElse(0);
        if (download.isEmpty()) {
            throw code == 0 || code == 404 || code == 410
                    ? missing(pointer, path)
                    : new DeployException(
                            Blame.REMOTE,
                            url + " does not give " + path + " (object " + pointer.abbreviated() + " of Git LFS): "
                                    + shortened(said.get()
                                            .path("error")
                                            .path("message")
                                            .asText()) + " (" + code + ")",
                            "see what the server says of it; Slipway asks again by itself");
        }
        try {
            var target = URI.create(download.get().path("href").asText());
            var answer = ask(target, headers(target, download.get()), Optional.empty());
            if (answer.statusCode() == 404 || answer.statusCode() == 410) {
                throw missing(pointer, path);
            }
            if (answer.statusCode() != 200) {
                throw refused(answer, new IOException("HTTP " + answer.statusCode()));
            }
            store.put(pointer, call.body(answer));
        } catch (WrongContentException e) {
            throw new DeployException(
                    Blame.REMOTE,
                    url + " gave something else for " + path + ": " + e.getMessage(),
                    "see whether the server is whole; Slipway asks again by itself",
                    e);
        } catch (IllegalArgumentException e) {
            throw new DeployException(
                    Blame.REMOTE,
                    url + " says of " + path + " that it is at no URL",
                    "see whether the server is well",
                    e);
        } catch (IOException e) {
            throw Clones.isDiskFull(e) ? full(e) : call.explained(e, endpoint.server());
        }
    }

    private DeployException full(IOException e) {
        return new DeployException(
                Blame.HOST,
                "nothing more could be brought from " + url + ": the disk of data_dir is full",
                "make room: df -h",
                e);
    }

    /** Those that came with the place; where none opens it, what opens the server opens the server's own places. */
    private Map<String, String> headers(URI target, JsonNode action) {
        var given = LfsEndpoint.headers(action);
        if (!given.containsKey("Authorization") && !action.path("authenticated").asBoolean() && isOwn(target)) {
            given.putAll(endpoint.headers());
        }
        return given;
    }

    private boolean isOwn(URI target) {
        try {
            return Address.parse(target.toString()).isSameSite(endpoint.address());
        } catch (Address.RefusedException e) {
            return false; // It is then asked without.
        }
    }

    private DeployException missing(LfsPointer pointer, String path) {
        return new DeployException(
                Blame.YOURS,
                path + " is not at " + url + ": it has no object " + pointer.abbreviated() + " of Git LFS",
                "push it there (git lfs push --all origin), then deploy again with --retry");
    }

    /** Follows redirects: with the headers at the same site, without them elsewhere, and never to where anybody may listen. */
    private HttpResponse<InputStream> ask(URI first, Map<String, String> headers, Optional<String> body)
            throws IOException, DeployException {
        var target = first;
        var shown = headers;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            boolean clear = "http".equals(target.getScheme());
            if (target.getHost() == null || !(clear || "https".equals(target.getScheme()))) {
                throw elsewhere(target);
            }
            if (clear && endpoint.address().scheme().equals("https")) {
                throw elsewhere(target);
            }
            var answer = call.send(request(target, shown, body));
            var location = answer.headers().firstValue("Location");
            if (answer.statusCode() < 300 || answer.statusCode() >= 400 || location.isEmpty()) {
                return answer;
            }
            var next = target.resolve(location.get());
            if (!isSameSite(target, next)) {
                if (body.isPresent()) {
                    throw elsewhere(next);
                }
                shown = Map.of();
            }
            target = next;
        }
        throw elsewhere(target);
    }

    private static boolean isSameSite(URI from, URI to) {
        try {
            return Address.parse(to.toString()).isSameSite(Address.parse(from.toString()));
        } catch (Address.RefusedException e) {
            return false; // Then nothing is shown there.
        }
    }

    private DeployException elsewhere(URI target) {
        return new DeployException(
                Blame.REMOTE,
                url + " leads to " + RemoteTrouble.printable(target.toString()) + ", where Slipway does not follow",
                "if the server has moved, set lfs.url in .lfsconfig, or git.url");
    }

    private static HttpRequest request(URI target, Map<String, String> headers, Optional<String> body) {
        var request = HttpRequest.newBuilder(target);
        headers.forEach((name, value) -> {
            try {
                request.setHeader(name, value);
            } catch (IllegalArgumentException e) {
                // One that the client writes itself, such as Host.
            }
        });
        body.ifPresent(json -> request.setHeader("Content-Type", MEDIA_TYPE)
                .setHeader("Accept", MEDIA_TYPE)
                .POST(BodyPublishers.ofString(json)));
        return request.build();
    }

    private DeployException refused(HttpResponse<InputStream> answer, IOException cause) {
        var trouble = new RemoteTrouble(endpoint.server()).status(answer.statusCode(), cause);
        var asked = RetryAfter.of(answer.headers());
        boolean login = answer.statusCode() == 401 || answer.statusCode() == 403;
        Duration patience =
                login && asked.compareTo(RemoteCall.AFTER_A_REFUSAL) < 0 ? RemoteCall.AFTER_A_REFUSAL : asked;
        return trouble.askingPatience(patience);
    }

    private static String shortened(String words) {
        var plain = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= MOST_WORDS ? plain : plain.substring(0, MOST_WORDS) + "…";
    }
}

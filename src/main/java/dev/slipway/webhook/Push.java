package dev.slipway.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.Forge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which refs of which repository were pushed: all that is taken from a payload, and only to choose whom to wake.
 *
 * @param repository all of its clone URLs, which differ in more than spelling where a forge has a host of its own for SSH
 */
record Push(List<Change> changes, Set<CloneUrl> repository) {
    private static final Pattern NOTHING = Pattern.compile("0+");
    private static final List<String> URLS = List.of("clone_url", "ssh_url", "git_url", "html_url");
    private static final List<String> GITLAB_URLS =
            List.of("git_http_url", "git_ssh_url", "http_url", "ssh_url", "web_url", "homepage", "url");

    /** What happened to a ref. */
    record Change(String ref, boolean deleted) {}

    static Push of(Forge forge, Payload payload) throws MalformedPayloadException {
        return switch (forge) {
            case BITBUCKET -> ofBitbucket(payload);
            case GITLAB -> new Push(List.of(change(payload)), urls(GITLAB_URLS, payload, "project", "repository"));
            case GITHUB, GITEA, GOGS, SLIPWAY, UNKNOWN ->
                new Push(List.of(change(payload)), urls(URLS, payload, "repository"));
        };
    }

    private static Change change(Payload payload) throws MalformedPayloadException {
        var ref = payload.text("ref").orElseThrow(() -> new MalformedPayloadException("'ref' is missing"));
        var after = payload.text("after");
        var gone = after.isPresent() && NOTHING.matcher(after.get()).matches();
        return new Change(ref, payload.isTrue("deleted") || gone);
    }

    /**
     * Bitbucket names branches and tags without {@code refs/}, and several in one push.
     *
     * <p>Source: support.atlassian.com "Event payloads", Push.
     */
    private static Push ofBitbucket(Payload payload) throws MalformedPayloadException {
        var push = payload.object("push").orElseThrow(() -> new MalformedPayloadException("'push' is missing"));
        var changes = new ArrayList<Change>();
        for (var change : Payload.elements(push, "changes").toList()) {
            var after = Payload.member(change, "new");
            var ref = after.or(() -> Payload.member(change, "old"));
            if (ref.isPresent()) {
                changes.add(new Change(bitbucketRef(ref.get()), after.isEmpty()));
            }
        }
        var repository = payload.object("repository")
                .orElseThrow(() -> new MalformedPayloadException("'repository' is missing"));
        var page = Payload.text(repository.path("links").path("html"), "href").flatMap(CloneUrl::of);
        return new Push(
                List.copyOf(changes),
                Set.of(page.orElseThrow(() -> new MalformedPayloadException("'repository' has no URL"))));
    }

    private static String bitbucketRef(JsonNode ref) throws MalformedPayloadException {
        var name = Payload.text(ref, "name").orElseThrow(() -> new MalformedPayloadException("'name' is missing"));
        var isBranch = Payload.text(ref, "type").equals(Optional.of("branch"));
        return (isBranch ? "refs/heads/" : "refs/tags/") + name;
    }

    private static Set<CloneUrl> urls(List<String> names, Payload payload, String... objects)
            throws MalformedPayloadException {
        var found = new HashSet<CloneUrl>();
        for (var object : objects) {
            var repository = payload.object(object);
            for (var name : repository.isPresent() ? names : List.<String>of()) {
                Payload.text(repository.get(), name).flatMap(CloneUrl::of).ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new MalformedPayloadException("'repository' has no URL");
        }
        return Set.copyOf(found);
    }
}

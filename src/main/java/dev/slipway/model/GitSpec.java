package dev.slipway.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The branch, or the tags, that an app follows.
 *
 * @param url https, http, ssh or file URL, {@code git@host:path} or a local path; never carries credentials
 * @param branch short name, without {@code refs/heads/}; of no meaning where tags are followed
 * @param username sent along with the token; forges that look at the token alone accept any
 * @param token password for HTTP basic authentication
 * @param paths the files whose change is a reason to deploy
 * @param ssh set for an SSH URL, and for no other
 * @param tag set to follow the newest of these tags, and no branch
 * @param inclusions what is brought along that a commit only names
 * @param signatures set where a commit must be signed
 */
public record GitSpec(
        String url,
        String branch,
        String username,
        Optional<Secret> token,
        PathFilter paths,
        Optional<SshSpec> ssh,
        Optional<TagFilter> tag,
        Inclusions inclusions,
        Optional<SignatureSpec> signatures) {
    /** What GitHub documents for tokens, and GitLab and Gitea accept. */
    public static final String DEFAULT_USERNAME = "x-access-token";

    public GitSpec {
        Objects.requireNonNull(url);
        Objects.requireNonNull(branch);
        Objects.requireNonNull(username);
        Objects.requireNonNull(token);
        Objects.requireNonNull(paths);
        Objects.requireNonNull(ssh);
        Objects.requireNonNull(tag);
        Objects.requireNonNull(inclusions);
        Objects.requireNonNull(signatures);
    }

    /** One that is not reached over SSH. */
    public GitSpec(String url, String branch, String username, Optional<Secret> token, PathFilter paths) {
        this(
                url,
                branch,
                username,
                token,
                paths,
                Optional.empty(),
                Optional.empty(),
                Inclusions.NONE,
                Optional.empty());
    }

    /** Every commit of the branch, not over SSH. */
    public GitSpec(String url, String branch, String username, Optional<Secret> token) {
        this(url, branch, username, token, PathFilter.ALL);
    }

    /** The same, reached so. */
    public GitSpec with(SshSpec over) {
        return new GitSpec(url, branch, username, token, paths, Optional.of(over), tag, inclusions, signatures);
    }

    /** The same, with so much brought along. */
    public GitSpec including(Inclusions more) {
        return new GitSpec(url, branch, username, token, paths, ssh, tag, more, signatures);
    }

    /** The same, of which other files are a reason to deploy. */
    public GitSpec watching(PathFilter others) {
        return new GitSpec(url, branch, username, token, others, ssh, tag, inclusions, signatures);
    }

    /** The same, following these tags. */
    public GitSpec with(TagFilter tags) {
        return new GitSpec(url, branch, username, token, paths, ssh, Optional.of(tags), inclusions, signatures);
    }

    /** The same, where commits must bear such a signature. */
    public GitSpec with(SignatureSpec needed) {
        return new GitSpec(url, branch, username, token, paths, ssh, tag, inclusions, Optional.of(needed));
    }

    /** All that must never be printed. */
    public List<Secret> secrets() {
        return Stream.concat(token.stream(), ssh.flatMap(SshSpec::passphrase).stream())
                .toList();
    }

    /** The full name of the branch. */
    public String ref() {
        return "refs/heads/" + branch;
    }

    /** What is followed, in words that stand before "of URL". */
    public String followed() {
        return tag.map(tags -> "tag " + tags).orElse(branch);
    }
}

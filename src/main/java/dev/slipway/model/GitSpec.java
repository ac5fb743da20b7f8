package dev.slipway.model;

import java.util.Objects;
import java.util.Optional;

/**
 * The branch that an app follows.
 *
 * @param url https, http or file URL, or a local path; never carries credentials
 * @param branch short name, without {@code refs/heads/}
 * @param username sent along with the token; forges that look at the token alone accept any
 * @param token password for HTTP basic authentication
 * @param paths the files whose change is a reason to deploy
 */
public record GitSpec(String url, String branch, String username, Optional<Secret> token, PathFilter paths) {
    /** What GitHub documents for tokens, and GitLab and Gitea accept. */
    public static final String DEFAULT_USERNAME = "x-access-token";

    public GitSpec {
        Objects.requireNonNull(url);
        Objects.requireNonNull(branch);
        Objects.requireNonNull(username);
        Objects.requireNonNull(token);
        Objects.requireNonNull(paths);
    }

    /** Every commit of the branch. */
    public GitSpec(String url, String branch, String username, Optional<Secret> token) {
        this(url, branch, username, token, PathFilter.ALL);
    }

    public String ref() {
        return "refs/heads/" + branch;
    }
}

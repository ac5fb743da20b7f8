package dev.slipway.model;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an app's deployments are shown beside its commits: at the forge that has its repository.
 *
 * @param forge GITHUB or GITEA
 * @param api base of its REST API, without a slash at its end: {@code https://api.github.com}
 * @param repository {@code OWNER/NAME}
 * @param token that may write there
 * @param context by which its commit statuses are told from others'; empty to set none
 * @param environment set to report deployments of GitHub's, too
 * @param target where a status leads who follows it
 */
public record ReportSpec(
        Forge forge,
        URI api,
        String repository,
        Secret token,
        Optional<String> context,
        Optional<Environment> environment,
        Optional<URI> target) {
    public ReportSpec {
        Objects.requireNonNull(forge);
        Objects.requireNonNull(api);
        Objects.requireNonNull(repository);
        Objects.requireNonNull(token);
        Objects.requireNonNull(context);
        Objects.requireNonNull(environment);
        Objects.requireNonNull(target);
    }

    /**
     * What is deployed to, as people call it.
     *
     * @param url where the app is then found
     */
    public record Environment(String name, Optional<URI> url) {
        public Environment {
            Objects.requireNonNull(name);
            Objects.requireNonNull(url);
        }
    }

    /** Whether reports of this kind are wanted. */
    public boolean wants(Report.Kind kind) {
        return switch (kind) {
            case STATUS -> context.isPresent();
            case DEPLOYMENT -> environment.isPresent();
        };
    }
}

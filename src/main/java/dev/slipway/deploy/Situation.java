package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Request;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * All that a plan depends on.
 *
 * @param tip what the branch has; empty if the request names its commit, so that the remote was not asked
 * @param current the container that serves, or should
 * @param study of the tip; {@link Study#NONE} until a deployment of it is due
 * @param runningTag by which the commit that runs was found
 * @param configHash of the configuration in force
 * @param recent the app's deployments, newest first
 */
record Situation(
        App app,
        Request request,
        Optional<Source.Tip> tip,
        Optional<Container> current,
        Optional<String> runningTag,
        String configHash,
        List<Deployment> recent,
        History.AppState state,
        Study study,
        ZonedDateTime now) {

    Situation knowing(Study found) {
        return new Situation(app, request, tip, current, runningTag, configHash, recent, state, found, now);
    }

    /** Whether a container of Slipway's runs with the configuration in force. */
    boolean isConfigured() {
        return current.flatMap(Container::origin)
                .filter(o -> o.configHash().equals(configHash))
                .isPresent();
    }

    Optional<Commit> running() {
        return current.flatMap(Container::origin).map(Container.Origin::commit);
    }

    /** By which a commit is known: that of the tip, or what the journal remembers of an earlier deployment. */
    Optional<String> tagOf(Commit commit) {
        return tip.filter(Source.Tip.At.class::isInstance)
                .map(Source.Tip.At.class::cast)
                .filter(at -> at.commit().equals(commit))
                .flatMap(Source.Tip.At::tag)
                .or(() -> recent.stream()
                        .filter(d -> d.commit().equals(commit))
                        .flatMap(d -> d.intent().tag().stream())
                        .findFirst());
    }
}

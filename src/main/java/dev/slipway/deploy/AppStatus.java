package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Commit;
import dev.slipway.model.Container;
import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of an app at one moment.
 *
 * @param current the container that serves, or should
 * @param state what a person has set
 * @param latest its newest deployment
 * @param check the last look at its branch by this process; empty if it has not looked yet
 * @param conflict why it cannot be deployed whatever the branch has: another's container bears a name that it needs, or it is
 *     the agent's own container; of HOST if its Docker host cannot be asked, so that nothing is known of what runs
 * @param push how it stands with the image of what runs; empty if it is to be pushed nowhere
 * @param silence of a webhook that should announce its commits; empty if it does, or none is configured
 * @param runningTag by which the commit that runs was found, where tags are followed
 * @param gateTrouble why nobody gets to the container through the app's gate; empty if nothing is in the way, or it has none
 */
public record AppStatus(
        App app,
        Optional<Container> current,
        Optional<Failure> conflict,
        History.AppState state,
        Optional<Deployment> latest,
        Optional<History.Decision> decision,
        Optional<Check> check,
        Optional<Push> push,
        Optional<Silence> silence,
        Optional<String> runningTag,
        Optional<String> gateTrouble) {

    /** Of an app whose ports are open, if it has any. */
    public AppStatus(
            App app,
            Optional<Container> current,
            Optional<Failure> conflict,
            History.AppState state,
            Optional<Deployment> latest,
            Optional<History.Decision> decision,
            Optional<Check> check,
            Optional<Push> push,
            Optional<Silence> silence,
            Optional<String> runningTag) {
        this(app, current, conflict, state, latest, decision, check, push, silence, runningTag, Optional.empty());
    }

    /** Of an app that follows a branch. */
    public AppStatus(
            App app,
            Optional<Container> current,
            Optional<Failure> conflict,
            History.AppState state,
            Optional<Deployment> latest,
            Optional<History.Decision> decision,
            Optional<Check> check,
            Optional<Push> push,
            Optional<Silence> silence) {
        this(app, current, conflict, state, latest, decision, check, push, silence, Optional.empty());
    }

    /**
     * One look at a branch, or at tags.
     *
     * @param tip what the branch had; empty if there was nothing, or the look failed
     * @param failure why it failed; empty if it did not
     * @param tag the newest, where tags are followed
     */
    public record Check(Instant at, Optional<Commit> tip, Optional<Failure> failure, Optional<String> tag) {
        /** At a branch. */
        public Check(Instant at, Optional<Commit> tip, Optional<Failure> failure) {
            this(at, tip, failure, Optional.empty());
        }
    }

    /**
     * The image of what runs on its way to a registry.
     *
     * @param reference its name there
     * @param done as the journal has it; empty while it is not there
     * @param failure why the last try of this process failed; empty if it did not
     */
    public record Push(String reference, Optional<History.Push> done, Optional<Failure> failure) {}

    /** The commit that the container was made from. */
    public Optional<Commit> running() {
        return current.flatMap(Container::origin).map(Container.Origin::commit);
    }

    /** Whether its Docker host cannot be asked. */
    public boolean isUnseen() {
        return conflict.filter(failure -> failure.blame() == Blame.HOST).isPresent();
    }

    /** A deployment that is under way. */
    public Optional<Deployment> underWay() {
        return latest.filter(d -> !d.phase().isTerminal());
    }

    /** What needs a person's attention, one line each, the gravest first; empty if all is well. */
    public List<String> concerns() {
        return Concerns.of(this);
    }
}

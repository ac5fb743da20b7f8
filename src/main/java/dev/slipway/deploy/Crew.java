package dev.slipway.deploy;

import dev.slipway.model.App;
import dev.slipway.model.Failure;
import java.util.Optional;
import java.util.function.Function;

/** What looks after the apps of one Docker host. Those of another share nothing with it that they could wait for. */
final class Crew implements AutoCloseable {
    private final Ports ports;
    private final Survey survey;
    private final Deployer deployer;
    private final ImagePush pushes;

    Crew(Ports ports, RemotePatience patience, Verdicts verdicts, Function<Ports, ImagePush> pushes) {
        this.ports = ports;
        this.survey = new Survey(ports, patience);
        this.deployer = new Deployer(ports, survey, verdicts);
        this.pushes = pushes.apply(ports);
    }

    Ports ports() {
        return ports;
    }

    Survey survey() {
        return survey;
    }

    Deployer deployer() {
        return deployer;
    }

    ImagePush pushes() {
        return pushes;
    }

    /** All that is known of an app now, but how its webhook does. */
    AppStatus status(App app, Optional<Silence> silence) throws DeployException {
        var standing = Lineup.standing(app, ports);
        var current = standing.lineup().flatMap(Lineup::current);
        return new AppStatus(
                app,
                current,
                standing.conflict(),
                ports.history().state(app.name()),
                ports.history().of(app.name(), 1).stream().findFirst(),
                ports.history().decisions(app.name(), 1).stream().findFirst(),
                survey.lastCheck(app.name()),
                pushes.of(app, current),
                silence,
                survey.runningTag(current),
                new GateKeeper(ports).trouble(app, current));
    }

    /** What is known of an app while its host cannot be asked. */
    AppStatus unseen(App app, Optional<Silence> silence, Failure why) throws DeployException {
        return new AppStatus(
                app,
                Optional.empty(),
                Optional.of(why),
                ports.history().state(app.name()),
                ports.history().of(app.name(), 1).stream().findFirst(),
                ports.history().decisions(app.name(), 1).stream().findFirst(),
                survey.lastCheck(app.name()),
                Optional.empty(),
                silence);
    }

    /** Once nothing is under way any more. */
    @Override
    public void close() {
        // Only now: what was under way needed it.
        ports.lease().close();
        pushes.close();
    }
}

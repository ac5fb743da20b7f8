package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * What every command has at hand.
 *
 * @param agent the agent's session, if the command runs inside an agent
 */
record Context(
        Terminal terminal, Backend backend, Time time, Map<String, String> environment, Optional<Session> agent) {
    ZonedDateTime now() {
        return time.now().atZone(time.zone());
    }

    /** The session to work on: the agent's own, which stays open, or one of this process. */
    Session open(Access access, Optional<Path> config, String command) throws DeployException, BusyException {
        if (agent.isPresent()) {
            return new Borrowed(agent.get());
        }
        return access == Access.LOOK ? backend.look(config) : backend.act(config, command);
    }
}

package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.EnvText;
import dev.slipway.model.Run;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The environment of an app's container, or of the Compose files of an app that Compose runs: its env files in their order, then
 * {@code environment}; the last one wins.
 */
final class EnvFiles {
    private final Map<String, String> agentEnv;

    /** @param agentEnv gives a name without a value in a file its value */
    EnvFiles(Map<String, String> agentEnv) {
        this.agentEnv = Map.copyOf(agentEnv);
    }

    /**
     * Sorted by name, so that a hash of it is the same each time.
     *
     * @throws DeployException YOURS if a file cannot be read or makes no sense; no value is ever named
     */
    Map<String, String> environment(App app) throws DeployException {
        var variables = new TreeMap<String, String>();
        for (var file : app.envFiles()) {
            read(file, "apps." + app.name() + "." + app.environmentKey() + ".env_file")
                    .ifPresent(variables::putAll);
        }
        variables.putAll(app.environment());
        return variables;
    }

    private Optional<Map<String, String>> read(Run.EnvFile file, String key) throws DeployException {
        var where = "env file " + file.path() + " (" + key + ")";
        try {
            var content = Files.readAllBytes(Path.of(file.path()));
            var values = new LinkedHashMap<String, String>();
            EnvText.parse(content, file.composeFormat(), agentEnv)
                    .forEach((name, value) -> values.put(name, value.text()));
            return Optional.of(values);
        } catch (NoSuchFileException e) {
            if (!file.required()) {
                return Optional.empty();
            }
            throw new DeployException(
                    Blame.YOURS,
                    where + " does not exist",
                    "create it, or correct the path, or set required: false",
                    e);
        } catch (CharacterCodingException e) {
            throw new DeployException(Blame.YOURS, where + " is not UTF-8", "save it as UTF-8", e);
        } catch (IOException e) {
            throw new DeployException(
                    Blame.YOURS,
                    where + " cannot be read: " + e.getClass().getSimpleName(),
                    "let the user that runs Slipway read it",
                    e);
        } catch (EnvText.Malformed e) {
            throw new DeployException(Blame.YOURS, where + " line " + e.line() + ": " + e.getMessage(), e.next(), e);
        }
    }
}

package dev.slipway.docker;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.Run;
import dev.slipway.model.RunKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment of an app's container: its env files in their order, then {@code environment}; the last one wins. */
final class EnvFiles {
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final String BOM = "\uFEFF";

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
        for (var file : app.run().get(RunKey.ENV_FILE).orElse(List.of())) {
            read(app, file).ifPresent(variables::putAll);
        }
        app.run().get(RunKey.ENVIRONMENT).ifPresent(variables::putAll);
        return variables;
    }

    private Optional<Map<String, String>> read(App app, Run.EnvFile file) throws DeployException {
        var where = "env file " + file.path() + " (apps." + app.name() + ".run.env_file)";
        try {
            var text = decode(Files.readAllBytes(Path.of(file.path())));
            return Optional.of(file.composeFormat() ? new ComposeEnv(text, agentEnv).parse() : plain(text));
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
        } catch (Malformed e) {
            throw new DeployException(Blame.YOURS, where + " line " + e.line + ": " + e.getMessage(), e.next, e);
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith(BOM) ? text.substring(1) : text;
    }

    /**
     * By the rules of {@code docker run --env-file}: what stands behind the first {@code =} is the value, quotes and spaces
     * included.
     *
     * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#env">docker run</a>
     */
    private Map<String, String> plain(String text) throws Malformed {
        var variables = new LinkedHashMap<String, String>();
        var number = 0;
        for (var raw : text.split("\n", -1)) {
            number++;
            var line = (raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw).stripLeading();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var equals = line.indexOf('=');
            var name = equals < 0 ? line.strip() : line.substring(0, equals);
            check(name, number);
            if (equals >= 0) {
                variables.put(name, line.substring(equals + 1));
            } else if (agentEnv.containsKey(name)) {
                variables.put(name, agentEnv.get(name));
            }
        }
        return variables;
    }

    private static void check(String name, int line) throws Malformed {
        if (name.isEmpty()) {
            throw new Malformed(line, "there is no name before '='", "write NAME=value");
        }
        if (BLANK.matcher(name).find()) {
            // The name itself stays unsaid: without an equals sign the line may well be somebody's secret.
            throw new Malformed(
                    line,
                    "there is a space before '='",
                    "write NAME=value, or set env_format: compose for quotes and export");
        }
    }

    /** A line that means nothing; it never quotes the line. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String next;

        Malformed(int line, String what, String next) {
            super(what);
            this.line = line;
            this.next = next;
        }
    }
}

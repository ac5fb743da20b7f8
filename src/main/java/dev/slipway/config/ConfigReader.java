package dev.slipway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Reads a configuration file: the whole of it is right, or every problem in it is told at once. */
public final class ConfigReader {
    private final Map<String, String> env;
    private final Function<String, Optional<String>> cronProblem;

    /**
     * @param env the environment of the process, where {@code ${NAME}} is looked up first
     * @param cronProblem what is wrong with a cron expression; empty if nothing
     */
    public ConfigReader(Map<String, String> env, Function<String, Optional<String>> cronProblem) {
        this.env = Map.copyOf(env);
        this.cronProblem = cronProblem;
    }

    /**
     * What the file stands for, with every default filled in.
     *
     * @throws InvalidConfigException with everything that is wrong with the file
     */
    public Loaded load(Path file) throws InvalidConfigException {
        var parsed = parse(file);
        return new Loaded(
                parsed.settings(),
                parsed.reading().problems().warnings(),
                parsed.reading().problems().notes(),
                parsed.reading().sources().files());
    }

    Settings read(Path file) throws InvalidConfigException {
        return load(file).settings();
    }

    /**
     * The configuration in force as YAML: defaults filled in, {@code ${NAME}} replaced, secrets and what looks like one by
     * their fingerprints only.
     *
     * @throws InvalidConfigException with everything that is wrong with the file
     */
    public String show(Path file) throws InvalidConfigException {
        var parsed = parse(file);
        var style = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setSplitLines(false)
                .build();
        return new Dump(style).dumpToString(SettingsShape.SHAPE.shown(parsed.tree(), parsed.reading()));
    }

    /**
     * The {@code data_dir} of the file, whatever else is wrong with it: who looks for an agent that runs may have another
     * environment than the agent's.
     *
     * @throws InvalidConfigException if not even that can be read
     */
    public Path dataDir(Path file) throws InvalidConfigException {
        var draft = draft(file);
        var key = SettingsShape.DATA_DIR;
        var dataDir = draft.tree()
                .filter(Yaml.Entries.class::isInstance)
                .flatMap(root -> ((Yaml.Entries) root)
                        .find(key.name())
                        .map(Yaml.Entry::value)
                        .or(() -> key.fallbackAt(root.at(), draft.reading())))
                .flatMap(value -> key.shape().read(value, draft.reading().in(key.name())));
        if (dataDir.isEmpty()) {
            parse(file);
        }
        return dataDir.orElseThrow();
    }

    private Parsed parse(Path file) throws InvalidConfigException {
        var draft = draft(file);
        var settings = draft.tree().flatMap(root -> SettingsShape.SHAPE.read(root, draft.reading()));
        draft.reading().problems().throwIfAny(draft.reading().sources());
        return new Parsed(draft.tree().orElseThrow(), draft.reading(), settings.orElseThrow());
    }

    private Draft draft(Path file) throws InvalidConfigException {
        var problems = new Problems(file.toString());
        var sources = new Sources(file, env);
        var content = bytes(file, problems);
        problems.throwIfAny(sources);
        var variables = new Variables(env);
        var reading = new Reading(problems, "", "", sources, variables, cronProblem);
        // Twice: env_file must be known before a value can be looked up there. What is wrong is told by the second
        // time.
        new YamlLoader(new Problems(file.toString()), variables)
                .load(content)
                .ifPresent(root -> EnvironmentFiles.load(root, reading));
        return new Draft(new YamlLoader(problems, variables).load(content), reading);
    }

    private static byte[] bytes(Path file, Problems problems) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            problems.report(Yaml.Spot.START, "there is no such file");
        } catch (IOException e) {
            problems.report(Yaml.Spot.START, "the file cannot be read: " + e);
        }
        return new byte[0];
    }

    /** A file before anything is made of it. */
    private record Draft(Optional<Yaml> tree, Reading reading) {}

    /** A file without problems. */
    private record Parsed(Yaml tree, Reading reading, Settings settings) {}
}

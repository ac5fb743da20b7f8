package dev.slipway;

import dev.slipway.cli.GitTools;
import dev.slipway.deploy.DeployException;
import dev.slipway.git.DeployKey;
import dev.slipway.git.KeyAdvice;
import dev.slipway.model.App;
import dev.slipway.model.Blame;
import dev.slipway.model.SshSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes keys in this process. */
record LocalGitTools(Map<String, String> environment) implements GitTools {
    @Override
    public Key key(Optional<Path> config, String name) throws DeployException {
        var configuration = Configuration.load(config, environment);
        var app = app(configuration, name);
        var dataDir = configuration.settings().dataDir();
        var ssh = app.git().ssh().isPresent() ? app.git().ssh().get() : later(app, dataDir);
        var key = DeployKey.at(ssh, "slipway-" + name);
        var advice = new KeyAdvice(app, ssh, configuration.file(), dataDir);
        return new Key(key.file(), key.publicLine(), key.fingerprint(), key.isNew(), advice.lines());
    }

    private static App app(Configuration configuration, String name) throws DeployException {
        var apps = configuration.settings().apps();
        return apps.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DeployException(
                        Blame.YOURS,
                        "the configuration has no app " + name,
                        "it has " + apps.stream().map(App::name).collect(Collectors.joining(", "))));
    }

    /** Where an app that goes over https now will look for its key, once it goes over SSH. */
    private static SshSpec later(App app, Path dataDir) throws DeployException {
        if (!app.git().url().startsWith("http")) {
            throw new DeployException(
                    Blame.YOURS,
                    app.name() + " has its commits from this machine, "
                            + app.git().url() + ", which takes no key",
                    "a key is for an SSH URL, such as git@github.com:you/" + app.name() + ".git");
        }
        return new SshSpec(Path.of("keys/" + app.name()), Optional.empty(), Path.of("known_hosts")).below(dataDir);
    }
}

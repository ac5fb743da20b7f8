package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.model.Blame;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Has a key for the app {@code web}. */
final class FakeGitTools implements GitTools {
    static final String LINE = "ssh-ed25519 AAAA slipway-web";
    boolean isNew = true;

    @Override
    public Key key(Optional<Path> config, String app) throws DeployException {
        if (!app.equals("web")) {
            throw new DeployException(Blame.YOURS, "the configuration has no app " + app, "it has web");
        }
        return new Key(
                Path.of("/data/keys/web"), LINE, "SHA256:abc", isNew, List.of("1. paste it\u001b[2J", "2. poll"));
    }
}

package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.util.Optional;

/** Knows one app, {@code web}, and one deployment, 7. */
final class FakeFacts implements Facts {
    volatile Optional<DeployException> trouble = Optional.empty();
    volatile boolean bug;
    volatile String padding = "";

    @Override
    public String status() throws DeployException {
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        if (bug) {
            throw new IllegalStateException("a bug of this test");
        }
        return document("status" + padding);
    }

    @Override
    public Optional<String> app(String name) {
        return name.equals("web") ? Optional.of(document("app web")) : Optional.empty();
    }

    @Override
    public Optional<String> deployments(String app, int limit) {
        return app.equals("web") ? Optional.of(document(limit + " of web")) : Optional.empty();
    }

    @Override
    public Optional<String> deployment(long id) {
        return id == 7 ? Optional.of(document("deployment 7")) : Optional.empty();
    }

    @Override
    public Optional<String> log(long id) {
        return id == 7 ? Optional.of("12:00:00 \u00fc of 7\n") : Optional.empty();
    }

    private static String document(String is) {
        return "{\"is\":\"" + is + "\"}";
    }
}

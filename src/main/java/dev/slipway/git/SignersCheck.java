package dev.slipway.git;

import dev.slipway.deploy.Check;
import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Time;
import dev.slipway.model.App;
import dev.slipway.model.Finding;
import dev.slipway.model.SignatureSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the keys that may sign an app's commits can be read, and how long they are good for. */
final class SignersCheck implements Check {
    private static final Duration SOON = Duration.ofDays(14);
    private static final String STAKE = "no commit that is signed by it is deployed";

    private final App app;
    private final SignatureSpec spec;
    private final Time time;

    SignersCheck(App app, SignatureSpec spec, Time time) {
        this.app = app;
        this.spec = spec;
        this.time = time;
    }

    @Override
    public String name() {
        return "signers " + app.name();
    }

    @Override
    public List<Finding> look() {
        var now = time.now().atZone(time.zone());
        var findings = new ArrayList<Finding>();
        spec.allowedSignersFile().ifPresent(file -> findings.addAll(ssh(file, now)));
        spec.openPgpKeysFile().ifPresent(file -> findings.addAll(openPgp(file, now)));
        return findings;
    }

    private List<Finding> ssh(Path file, ZonedDateTime now) {
        try {
            var allowed = SignatureCheck.keys(file, path -> AllowedSigners.read(path, now.getZone()));
            var findings = new ArrayList<Finding>();
            allowed.passedOver()
                    .forEach(line -> findings.add(Finding.risk(
                            file + ": " + line, "the key on it signs for nobody", "correct the line, or remove it")));
            if (allowed.signers().isEmpty()) {
                findings.add(Finding.wrong(
                        file + " has no SSH key that may sign",
                        "nothing is deployed that is signed by SSH",
                        add(file)));
            }
            for (var signer : allowed.signers()) {
                var words = signer.principals() + " (" + SshSignature.words(signer.key()) + ")";
                findings.add(judged(words, signer.objection(now), signer.before(), now, file));
            }
            return findings;
        } catch (DeployException e) {
            return List.of(unreadable(e));
        }
    }

    private List<Finding> openPgp(Path file, ZonedDateTime now) {
        try {
            return SignatureCheck.keys(file, OpenPgpKeys::read).keys().stream()
                    .map(key -> judged(
                            "OpenPGP " + key.words(), key.objection(now), key.expiry(now.toInstant()), now, file))
                    .toList();
        } catch (DeployException e) {
            return List.of(unreadable(e));
        }
    }

    private static Finding judged(
            String words, Optional<String> objection, Optional<Instant> expiry, ZonedDateTime now, Path file) {
        var renew = "put its renewed form, or another key, into " + file;
        if (objection.isPresent()) {
            return Finding.risk(words + " " + objection.get(), STAKE, renew);
        }
        if (expiry.isPresent()
                && Duration.between(now, expiry.get().atZone(now.getZone())).compareTo(SOON) < 0) {
            var last = expiry.get().atZone(now.getZone()).toLocalDate();
            return Finding.risk(words + " expires on " + last, "from then on " + STAKE, renew);
        }
        return Finding.well(words + " may sign");
    }

    private static Finding unreadable(DeployException e) {
        return Finding.wrong(
                e.failure().what(),
                "no commit is believed, and none deployed",
                e.failure().next());
    }

    private static String add(Path file) {
        return "echo \"you@example.org $(cat ~/.ssh/id_ed25519.pub)\" >> " + file;
    }
}

package dev.slipway.webhook;

import dev.slipway.model.Forge;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a delivery has nothing that could be checked: no signature, or none in the form that is needed. */
final class Unproven {
    private static final String SHA256 = "X-Hub-Signature-256";
    private static final String HUB = "X-Hub-Signature";
    private static final String GITLAB_TOKEN = "X-Gitlab-Token";
    /** By a signing token, which counts before the older secret token. */
    private static final String GITLAB_SIGNATURE = "webhook-signature";

    /** The beginnings of what forges call themselves; in lower case. */
    private static final List<String> AGENTS =
            List.of("github-hookshot/", "gitlab/", "bitbucket-webhooks/", "gogs", "gitea", "forgejo");

    private final Headers headers;
    private final Forge forge;
    /** Such as "(.env line 7, fingerprint 1a2b3c4d, 40 characters)". */
    private final String inForce;

    Unproven(Headers headers, Forge forge, String inForce) {
        this.headers = headers;
        this.forge = forge;
        this.inForce = inForce;
    }

    /** With what to do about it. */
    String cause() {
        for (var name : signatureHeaders()) {
            var values = headers.all(name);
            if (!values.isEmpty()) {
                return values.size() == 1 ? faulty(name, values.getFirst()) : several(name, values.size());
            }
        }
        return missing();
    }

    private List<String> signatureHeaders() {
        return switch (forge) {
            case GITHUB, SLIPWAY -> List.of(SHA256);
            case GITEA -> List.of("X-Forgejo-Signature", "X-Gitea-Signature", SHA256);
            case GOGS -> List.of("X-Gogs-Signature");
            case GITLAB -> List.of(GITLAB_SIGNATURE, GITLAB_TOKEN);
            case BITBUCKET -> List.of(HUB);
            case UNKNOWN -> List.of(SHA256, HUB);
        };
    }

    private String several(String name, int count) {
        return count + " headers " + name + " came, where one is needed: look what on the way adds another one";
    }

    private String faulty(String name, String value) {
        var claimed = ClaimedSignature.of(value);
        if (claimed.isEmpty()) {
            return name + " is empty: the hook has no secret; " + enterSecret();
        }
        if (forge == Forge.GITLAB) {
            return name + " is not written as GitLab writes it: look what on the way changes it";
        }
        var fault = claimed.fault().isEmpty() ? fault(claimed) : claimed.fault();
        return name + " " + fault + ": "
                + (forge == Forge.UNKNOWN
                        ? "let the sender sign by HMAC-SHA256 and send sha256=HEX"
                        : "look what on the way changes it; " + who() + " does not send it so");
    }

    /** What the listener has against one that could be read. */
    private static String fault(ClaimedSignature claimed) {
        if (claimed.isUpperCase()) {
            return "is in upper-case hex, where lower case is needed";
        }
        return claimed.prefixed()
                ? "has sha256= in front, or space around, where bare hex is needed"
                : "is bare hex, where sha256= is needed in front";
    }

    private String missing() {
        if (forge == Forge.GITHUB && headers.has(HUB)) {
            return "only the old signature by SHA-1 came (" + HUB
                    + "), which is not accepted: look what on the way drops " + SHA256
                    + ", which GitHub sends beside it";
        }
        if (forge != Forge.UNKNOWN) {
            return who() + " sent no " + (forge == Forge.GITLAB ? "token" : "signature")
                    + ": the hook has no secret, or has it no longer; " + enterSecret();
        }
        if (agent().isPresent()) {
            return "a forge's program called (by its User-Agent), but without any of its headers: look which proxy on"
                    + " the way"
                    + " drops headers that begin with X-";
        }
        return "a stranger, not a forge: it had no header of one, and no signature; nothing to do";
    }

    private Optional<String> agent() {
        return headers.first("User-Agent")
                .map(agent -> agent.toLowerCase(Locale.ROOT))
                .filter(agent -> AGENTS.stream().anyMatch(agent::startsWith));
    }

    private String enterSecret() {
        return "enter the one in force " + inForce + " in the hook's settings at " + who();
    }

    private String who() {
        return forge == Forge.UNKNOWN ? "the sender" : forge.title();
    }
}

package dev.slipway.config;

import dev.slipway.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;

/** A URL that is as good as a password, so that no problem with it quotes it. */
final class SecretUrl {
    private SecretUrl() {}

    /** An http(s) URL without credentials and fragment. */
    static Secret checked(Secret written, Reading in) throws Misfit {
        parse(written);
        return written;
    }

    /** The same with a path. */
    static Secret withPath(Secret written, Reading in) throws Misfit {
        if (parse(written).getRawPath().replace("/", "").isEmpty()) {
            throw new Misfit("must be a whole URL: of this one the path is missing, which is what makes it yours");
        }
        return written;
    }

    /** The same with one part of a path after the server's: ntfy's topic. */
    static Secret withTopic(Secret written, Reading in) throws Misfit {
        var uri = parse(written);
        if (!uri.getRawPath().matches("(/[A-Za-z0-9._~-]+)*/[-_A-Za-z0-9]{1,64}") || uri.getRawQuery() != null) {
            throw new Misfit("must end in a topic, as https://ntfy.sh/my-topic does: letters, digits, _ and -");
        }
        return written;
    }

    private static URI parse(Secret written) throws Misfit {
        URI uri;
        try {
            uri = new URI(written.reveal());
        } catch (URISyntaxException e) {
            throw new Misfit("must be an http(s) URL; at character " + (e.getIndex() + 1)
                    + " is something that a URL cannot hold");
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawFragment() != null) {
            throw new Misfit("must be an http(s) URL with a host, without # in it");
        }
        if (uri.getRawUserInfo() != null) {
            throw new Misfit("credentials do not belong into the URL; remove them (all up to the @), and give what the"
                    + " type has keys for");
        }
        return uri;
    }
}

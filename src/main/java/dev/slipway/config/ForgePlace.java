package dev.slipway.config;

import dev.slipway.model.Forge;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a repository's URL tells of the forge that has it.
 *
 * @param site scheme, host and, where the forge is below a path, that path; without a slash at its end
 * @param host without its port, in lower case
 * @param repository {@code OWNER/NAME}
 */
record ForgePlace(String site, String host, String repository) {
    private static final Pattern WEB = Pattern.compile("(https?)://([^/]+)((?:/[^/]+)*?)/([^/]+/[^/]+)");
    private static final Pattern SSH = Pattern.compile("ssh://[^/@]+@([^/:]+)(?::[0-9]+)?/([^/]+/[^/]+)");
    private static final Pattern SCP_LIKE = Pattern.compile("[^/@]+@([^/:]+):/?([^/]+/[^/]+)");

    /** Empty for a URL that names no owner and repository on a host. */
    static Optional<ForgePlace> of(String url) {
        var text = url.replaceFirst("/+$", "").replaceFirst("\\.git$", "");
        var web = WEB.matcher(text);
        if (web.matches()) {
            return Optional.of(new ForgePlace(
                    web.group(1) + "://" + web.group(2) + web.group(3), hostOf(web.group(2)), web.group(4)));
        }
        var ssh = SSH.matcher(text);
        if (ssh.matches()) {
            return Optional.of(new ForgePlace("https://" + ssh.group(1), hostOf(ssh.group(1)), ssh.group(2)));
        }
        var scpLike = SCP_LIKE.matcher(text);
        return !text.contains("://") && scpLike.matches()
                ? Optional.of(new ForgePlace("https://" + scpLike.group(1), hostOf(scpLike.group(1)), scpLike.group(2)))
                : Optional.empty();
    }

    private static String hostOf(String authority) {
        return authority.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    /** Where the forge has its REST API. */
    URI api(Forge forge) {
        if (forge == Forge.GITHUB) {
            var isPublic = host.equals("github.com") || host.equals("www.github.com") || host.equals("ssh.github.com");
            return URI.create(isPublic ? "https://api.github.com" : site + "/api/v3");
        }
        return URI.create(site + "/api/v1");
    }
}

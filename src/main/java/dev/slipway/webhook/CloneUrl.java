package dev.slipway.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which repository a clone URL means, however it is spelt: {@code https://me:token@github.com:443/Me/App.git/}, {@code
 * ssh://git@ssh.github.com:443/me/app} and {@code git@github.com:me/app.git} are equal. Scheme, port, credentials, case, {@code
 * .git} and slashes at the end say how one gets there, not where. Two repositories that differ in these alone would wake each
 * other's apps, which costs a poll that finds nothing new.
 *
 * @param host in lower case; empty for a path on this machine
 * @param path in lower case, without slashes around it
 */
record CloneUrl(String host, String path) {
    private static final Pattern WITH_SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*)://([^/]*)(/.*)?");
    /** As Git has it: a colon before the first slash (git-clone(1), "GIT URLS"). */
    private static final Pattern SCP = Pattern.compile("((?:[^/@]*@)?(?:\\[[^]/]*]|[^/:\\[]+)):(.*)");

    private static final Pattern PORT = Pattern.compile(":\\d*$");

    /**
     * Hosts that forges document for SSH through port 443, where 22 is closed.
     *
     * <p>Sources: docs.github.com "Using SSH over the HTTPS port"; docs.gitlab.com "GitLab.com settings"; support.atlassian.com
     * "Configure SSH and two-step verification".
     */
    private static final Map<String, String> ALIASES = Map.of(
            "ssh.github.com", "github.com",
            "altssh.gitlab.com", "gitlab.com",
            "altssh.bitbucket.org", "bitbucket.org");

    /** Empty if it names no repository. */
    static Optional<CloneUrl> of(String url) {
        var text = url.strip().toLowerCase(Locale.ROOT);
        var withScheme = WITH_SCHEME.matcher(text);
        if (withScheme.matches()) {
            var path = withScheme.group(3) == null ? "" : withScheme.group(3);
            return of(host(withScheme.group(2)), path);
        }
        var scp = SCP.matcher(text);
        return scp.matches() ? of(host(scp.group(1)), scp.group(2)) : of("", text);
    }

    /** For a line of a log: {@code github.com/me/app}. */
    @Override
    public String toString() {
        return host + "/" + path;
    }

    private static Optional<CloneUrl> of(String host, String path) {
        var bare = trimmed(path);
        if (bare.endsWith(".git")) {
            bare = trimmed(bare.substring(0, bare.length() - ".git".length()));
        }
        return bare.isEmpty() ? Optional.empty() : Optional.of(new CloneUrl(host, bare));
    }

    private static String host(String authority) {
        var withoutUser = authority.substring(authority.lastIndexOf('@') + 1);
        var name = PORT.matcher(withoutUser).replaceFirst("");
        var host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return ALIASES.getOrDefault(host, host);
    }

    private static String trimmed(String path) {
        var start = 0;
        var end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }
}

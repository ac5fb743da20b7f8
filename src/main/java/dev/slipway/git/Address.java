package dev.slipway.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The URL of a repository, taken apart. What comes from a commit is a stranger's, so all is refused that is not one of the four
 * usual ways, or that another program could take for an option or for two lines.
 *
 * @param text as it is handed on
 * @param scheme https, http, ssh or file
 * @param host empty for a file
 * @param path of a file from the root on; else behind the host
 */
record Address(String text, String scheme, String host, OptionalInt port, String path) {
    private static final Set<String> SCHEMES = Set.of("https", "http", "ssh", "file");
    private static final Pattern SCP_LIKE = Pattern.compile("([^/@:]+)@([^/@:]+):(.+)");
    /** A newline in a URL has made programs talk to one host with the credentials of another. */
    private static final Pattern HIDDEN_CONTROL = Pattern.compile("%(?:[01][0-9a-fA-F]|7[fF])");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int SSH = 22;

    /** Not a URL that is fetched from; the message says why, as the end of a sentence that begins with "its url". */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    static Address parse(String text) throws RefusedException {
        if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("is empty, or holds control characters");
        }
        if (text.startsWith("/")) {
            return new Address(text, "file", "", OptionalInt.empty(), text);
        }
        var scp = SCP_LIKE.matcher(text);
        if (!text.contains("://") && scp.matches()) {
            return new Address(text, "ssh", scp.group(2), OptionalInt.empty(), scp.group(3)).checked(scp.group(1));
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw unknown();
        }
        var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || !text.contains("://") || uri.getPath() == null) {
            throw unknown();
        }
        var host = Optional.ofNullable(uri.getHost()).orElse("");
        if (host.isEmpty() != scheme.equals("file")) {
            throw new RefusedException("names no host, or is a file on another one");
        }
        var port = uri.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(uri.getPort());
        var user = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
        if (user.contains(":")) {
            throw new RefusedException("holds a password, which does not belong into a commit");
        }
        // The name alone, which some forges put into the URLs that they show, says nothing without a password.
        var plain = scheme.startsWith("http") && !user.isEmpty() ? text.replaceFirst("://[^/@]*@", "://") : text;
        return new Address(plain, scheme, host, port, uri.getPath()).checked(user);
    }

    private static RefusedException unknown() {
        return new RefusedException(
                "is none that Slipway fetches from: https, http, ssh, git@host:path, or relative as in"
                        + " ../lib.git");
    }

    private Address checked(String user) throws RefusedException {
        if (user.startsWith("-") || host.startsWith("-") || path.startsWith("-")) {
            throw new RefusedException("begins like an option");
        }
        if (HIDDEN_CONTROL.matcher(text).find()) {
            throw new RefusedException("holds control characters");
        }
        return this;
    }

    /** What a relative URL means that stands in a commit of this repository, as gitmodules(5) says. */
    Address resolve(String relative) throws RefusedException {
        int start = prefixLength();
        var base = text.substring(start);
        var path = new StringBuilder(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
        for (var segment : relative.split("/", -1)) {
            if (segment.equals("..")) {
                if (path.isEmpty()) {
                    throw new RefusedException("leads out of " + (host.isEmpty() ? "the file system" : host));
                }
                path.setLength(Math.max(0, path.lastIndexOf("/")));
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                path.append(path.isEmpty() ? "" : "/").append(segment);
            }
        }
        return parse(text.substring(0, start) + path);
    }

    /** Up to where the path begins, of which a relative URL may take away. */
    private int prefixLength() {
        int authority = text.indexOf("://");
        if (authority >= 0) {
            return text.indexOf('/', authority + 3) + 1;
        }
        int colon = scheme.equals("ssh") ? text.indexOf(':') + 1 : 0;
        return text.startsWith("/", colon) ? colon + 1 : colon;
    }

    boolean isFile() {
        return scheme.equals("file");
    }

    boolean isSsh() {
        return scheme.equals("ssh");
    }

    boolean isSameHost(Address other) {
        return !host.isEmpty() && host.equalsIgnoreCase(other.host);
    }

    /** Whether what opens that one may be shown here: the same server, by the same way or by a safer one. */
    boolean isSameSite(Address other) {
        boolean same = scheme.equals(other.scheme) && realPort() == other.realPort();
        boolean safer = scheme.equals("https")
                && realPort() == HTTPS
                && other.scheme.equals("http")
                && other.realPort() == HTTP;
        return isSameHost(other) && (same || safer);
    }

    /** The repository of the same path at a server that is reached by http or https. */
    Address at(Address web) throws RefusedException {
        var server = web.text().substring(0, web.prefixLength());
        return parse(server + (path.startsWith("/") ? path.substring(1) : path));
    }

    private int realPort() {
        return port.orElse(
                switch (scheme) {
                    case "http" -> HTTP;
                    case "https" -> HTTPS;
                    default -> SSH;
                });
    }
}

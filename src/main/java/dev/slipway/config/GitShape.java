package dev.slipway.config;

import dev.slipway.model.GitSpec;
import dev.slipway.model.PathFilter;
import dev.slipway.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@code git}. */
final class GitShape {
    private static final String TAKEN = "an http(s) URL, a file URL or an absolute path";
    private static final Pattern SCP_LIKE = Pattern.compile("[^/]+@[^/:]+:.*");
    /** What git-check-ref-format(1) refuses, in short. */
    private static final Pattern NO_BRANCH =
            Pattern.compile(".*[\\s~^:?*\\[\\\\\\p{Cntrl}].*|.*\\.\\..*|.*//.*|.*@\\{.*|[-/.].*|.*[/.]|.*\\.lock|@|");

    private static final Field<String> URL =
            Field.required("url", Scalars.parsed("URL", GitShape::url), "the repository: " + TAKEN);
    private static final Field<String> BRANCH =
            Field.withDefault("branch", Scalars.parsed("text", GitShape::branch), "main", "the branch to follow");
    private static final Field<String> USERNAME = Field.withDefault(
            "username",
            Scalars.name(),
            GitSpec.DEFAULT_USERNAME,
            "sent along with the token; GitHub, GitLab and Gitea accept any, Bitbucket wants x-token-auth");
    private static final Secrets<Secret> TOKEN =
            Secrets.named("token", "access token with read access to the repository");
    private static final Field<PathFilter> PATHS = Field.optional(
            "paths",
            new ListShape<>(Scalars.parsed("pattern of paths such as backend/**", GitShape::pathPattern))
                    .then((patterns, in) -> paths(patterns)),
            "only a commit that changes one of these files is deployed; from the repository's root, * within a name, **"
                    + " across folders, ! takes away again, the last that matches counts");
    private static final Field<Boolean> REQUIRE_SIGNATURE = Field.withDefault(
            "require_signature",
            Scalars.flag().then((value, in) -> {
                if (value) {
                    throw new Misfit(
                            "this version does not check signatures yet; write false, or protect the branch at the"
                                    + " forge");
                }
                return value;
            }),
            "false",
            "only false in this version");

    private static final String NO_SSH = "this version does not do SSH yet; use an https URL with token_file";

    static final Shape<GitSpec> SHAPE = ObjectShape.of(
                    Stream.of(List.of(URL, BRANCH, USERNAME), TOKEN.fields(), List.of(PATHS, REQUIRE_SIGNATURE))
                            .<Field<?>>flatMap(List::stream)
                            .toList(),
                    f -> new GitSpec(
                            f.get(URL),
                            f.get(BRANCH),
                            f.get(USERNAME),
                            TOKEN.find(f),
                            f.find(PATHS).orElse(PathFilter.ALL)))
            .checked(TOKEN::check)
            .refusing(Map.of(
                    "tag",
                    "this version follows branches only; use branch, and move that branch to what is to be deployed",
                    "ssh_key_file",
                    NO_SSH,
                    "ssh_key",
                    NO_SSH,
                    "known_hosts_file",
                    NO_SSH,
                    "password",
                    "use token, or rather token_file",
                    "password_file",
                    "use token_file"));

    private GitShape() {}

    static boolean isUrl(String text) {
        try {
            checkUrl(text);
            return true;
        } catch (Misfit e) {
            return false; // The caller has something else to fall back on.
        }
    }

    /** Says what is wrong with a repository's URL. */
    static void checkUrl(String text) throws Misfit {
        var unused = url(text);
    }

    private static String url(String text) throws Misfit {
        if (text.startsWith("/")) {
            return text;
        }
        // The URL is not quoted in any of these: it may hold credentials.
        if (SCP_LIKE.matcher(text).matches() && !text.contains("://")) {
            throw new Misfit(NO_SSH);
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new Misfit("must be " + TAKEN + "; at character " + (e.getIndex() + 1)
                    + " is something that a URL cannot" + " hold");
        }
        switch (uri.getScheme() == null ? "" : uri.getScheme()) {
            case "http", "https" -> {
                if (uri.getRawUserInfo() != null || (uri.getHost() == null && text.contains("@"))) {
                    throw new Misfit(
                            "credentials do not belong into the URL, where they end up in logs; remove them (all up"
                                    + " to the @), and put the token into token_file and the name into username");
                }
                if (uri.getHost() == null) {
                    throw new Misfit("must be " + TAKEN + "; this URL names no host");
                }
            }
            case "file" -> {
                if (uri.getPath() == null || !uri.getPath().startsWith("/")) {
                    throw new Misfit("a file URL must hold an absolute path, such as file:///srv/git/app.git");
                }
            }
            case "ssh", "git+ssh", "ssh+git" -> throw new Misfit(NO_SSH);
            default -> throw new Misfit("must be " + TAKEN);
        }
        return text;
    }

    private static String pathPattern(String text) throws Misfit {
        var problem = PathFilter.problem(text);
        if (problem.isPresent()) {
            throw new Misfit("'" + text + "' " + problem.get());
        }
        return text;
    }

    private static PathFilter paths(List<String> patterns) throws Misfit {
        var filter = new PathFilter(patterns);
        if (filter.isAll()) {
            throw new Misfit("must name at least one path; leave it out to deploy every commit");
        }
        if (filter.onlyTakesAway()) {
            throw new Misfit(
                    "takes away only, so nothing would ever be deployed; begin with what deploys, such as \"**\"");
        }
        return filter;
    }

    private static String branch(String text) throws Misfit {
        if (text.startsWith("refs/")) {
            throw Misfit.mustBe("a branch's short name, such as main");
        }
        if (NO_BRANCH.matcher(text).matches()) {
            throw Misfit.mustBe("a name that a Git branch can have");
        }
        return text;
    }
}

package dev.slipway.config;

import dev.slipway.model.GitSpec;
import dev.slipway.model.Inclusions;
import dev.slipway.model.PathFilter;
import dev.slipway.model.Secret;
import dev.slipway.model.SshSpec;
import dev.slipway.model.TagFilter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@code git}. */
final class GitShape {
    private static final String TAKEN = "an http(s), ssh or file URL, git@host:path or an absolute path";
    private static final Pattern SCP_LIKE = Pattern.compile("[^/]+@[^/:]+:.*");
    /** What git-check-ref-format(1) refuses, in short. */
    private static final Pattern NO_BRANCH =
            Pattern.compile(".*[\\s~^:?*\\[\\\\\\p{Cntrl}].*|.*\\.\\..*|.*//.*|.*@\\{.*|[-/.].*|.*[/.]|.*\\.lock|@|");

    private static final Field<String> URL =
            Field.required("url", Scalars.parsed("URL", GitShape::url), "the repository: " + TAKEN);
    private static final Field<String> BRANCH =
            Field.withDefault("branch", Scalars.parsed("text", GitShape::branch), "main", "the branch to follow");
    private static final Shape<String> TAG_PATTERN = Scalars.parsed("pattern of tags such as v*", GitShape::tagPattern);
    private static final Field<TagFilter> TAG = Field.optional(
            "tag",
            FormsShape.scalarOrList(TAG_PATTERN.then((pattern, in) -> List.of(pattern)), new ListShape<>(TAG_PATTERN))
                    .then((patterns, in) -> tags(patterns)),
            "in the place of branch: the newest version of the tags that match is deployed, such as v*; one pattern or several;"
                    + " pre-releases only where a pattern names them, such as v*-rc.*");
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
    private static final Field<String> SSH_KEY_FILE = Field.optional(
            "ssh_key_file",
            Scalars.hostPath(),
            "over SSH: the private key, such as a deploy key that may read; by default keys/APP in data_dir");
    private static final Secrets<Secret> SSH_KEY_PASSPHRASE =
            Secrets.named("ssh_key_passphrase", "over SSH: what the private key is encrypted with");
    private static final Field<String> KNOWN_HOSTS_FILE = Field.optional(
            "known_hosts_file",
            Scalars.hostPath(),
            "over SSH: the servers' keys that are believed, in the format of ssh; by default known_hosts in data_dir");
    private static final Field<Boolean> SUBMODULES = Field.withDefault(
            "submodules",
            Scalars.flag(),
            "false",
            "bring the commits that the repository's submodules stand at, and theirs, into the build; without it their folders are"
                    + " empty");
    private static final Field<Boolean> LFS = Field.withDefault(
            "lfs",
            Scalars.flag(),
            "false",
            "bring the files that the repository keeps in Git LFS into the build; without it a build that would see their"
                    + " pointers is refused");

    private static final ObjectShape<GitSpec> KEYS = ObjectShape.of(
                    Stream.of(
                                    List.of(URL, BRANCH, TAG, USERNAME),
                                    TOKEN.fields(),
                                    List.of(SSH_KEY_FILE),
                                    SSH_KEY_PASSPHRASE.fields(),
                                    List.of(KNOWN_HOSTS_FILE, PATHS, SUBMODULES, LFS),
                                    SignatureRows.ALL)
                            .<Field<?>>flatMap(List::stream)
                            .toList(),
                    f -> new GitSpec(
                            f.get(URL),
                            f.get(BRANCH),
                            f.get(USERNAME),
                            TOKEN.find(f),
                            f.find(PATHS).orElse(PathFilter.ALL),
                            ssh(f),
                            f.find(TAG),
                            new Inclusions(f.get(SUBMODULES), f.get(LFS)),
                            SignatureRows.find(f)))
            .checked(GitShape::check)
            .refusing(Map.of(
                    "ssh_key", "keep the key in a file of its own, and name it in ssh_key_file",
                    "known_hosts", "keep the hosts' keys in a file, and name it in known_hosts_file",
                    "password", "use token, or rather token_file",
                    "password_file", "use token_file"));

    static final Shape<GitSpec> SHAPE = new InsteadShape<>(KEYS, TAG.name(), BRANCH.name());

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

    private static boolean isSsh(String url) {
        return url.startsWith("ssh://") || (SCP_LIKE.matcher(url).matches() && !url.contains("://"));
    }

    /** Its paths are below data_dir unless they are given; the name of the app's entry is that of its key. */
    private static Optional<SshSpec> ssh(Fields f) {
        if (!isSsh(f.get(URL))) {
            return Optional.empty();
        }
        var app = f.in().path().replaceFirst("^apps\\.", "").replaceFirst("\\.git$", "");
        return Optional.of(new SshSpec(
                Path.of(f.find(SSH_KEY_FILE).orElse("keys/" + app)),
                SSH_KEY_PASSPHRASE.find(f),
                Path.of(f.find(KNOWN_HOSTS_FILE).orElse("known_hosts"))));
    }

    private static void check(Fields f) {
        TOKEN.check(f);
        SSH_KEY_PASSPHRASE.check(f);
        SignatureRows.check(f);
        if (f.isGiven(BRANCH) && f.isGiven(TAG)) {
            f.refuse(TAG, "give either branch or tag, not both");
        }
        f.find(URL).ifPresent(url -> {
            var strangers = isSsh(url)
                    ? TOKEN.fields()
                    : List.of(SSH_KEY_FILE, SSH_KEY_PASSPHRASE.inline(), SSH_KEY_PASSPHRASE.file(), KNOWN_HOSTS_FILE);
            var instead = isSsh(url)
                    ? "is for http(s) URLs; over SSH the server goes by the key, ssh_key_file"
                    : "is for SSH URLs; with this url, use token_file if the repository is private";
            strangers.stream()
                    .filter(f::isGiven)
                    .forEach(field -> f.refuse(field, "'" + field.name() + "' " + instead));
        });
    }

    private static String url(String text) throws Misfit {
        if (text.startsWith("/")) {
            return text;
        }
        // The URL is not quoted in any of these: it may hold credentials.
        if (SCP_LIKE.matcher(text).matches() && !text.contains("://")) {
            return text;
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
            case "ssh" -> checkSsh(uri);
            case "git+ssh", "ssh+git" -> throw new Misfit("write ssh:// at its beginning");
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

    private static String tagPattern(String text) throws Misfit {
        var problem = TagFilter.problem(text);
        if (problem.isPresent()) {
            throw new Misfit("'" + text + "' " + problem.get());
        }
        return text;
    }

    private static TagFilter tags(List<String> patterns) throws Misfit {
        if (patterns.isEmpty()) {
            throw new Misfit("must name at least one pattern, such as v*; leave it out to follow a branch");
        }
        return new TagFilter(patterns);
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

    private static void checkSsh(URI uri) throws Misfit {
        var user = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new Misfit("an ssh URL must name a user, a host and a path, such as ssh://git@github.com/me/app.git");
        }
        if (user.contains(":")) {
            throw new Misfit("a password does not belong into the URL; over SSH, Slipway uses a key: ssh_key_file");
        }
        if (user.isEmpty()) {
            throw new Misfit("an ssh URL must name the user, which at most forges is git: ssh://git@...");
        }
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

package dev.slipway.config;

import dev.slipway.model.Forge;
import dev.slipway.model.GitSpec;
import dev.slipway.model.ReportSpec;
import dev.slipway.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@code report}. */
final class ReportShape {
    private static final String DEFAULT_ENVIRONMENT = "production";
    private static final String WEB_URL = "an http(s) URL";

    private static final Field<Forge> FORGE =
            Field.required("forge", Scalars.choice(forges()), "who has the repository; gitea is Gitea and Forgejo");
    private static final Secrets<Secret> TOKEN = Secrets.named(
            "token",
            "that may set commit statuses and, if they are wanted, deployments; left out, git's token, which must then be"
                    + " allowed to");
    private static final Field<Boolean> STATUSES = Field.withDefault(
            "statuses",
            Scalars.flag(),
            "true",
            "marks each commit that is deployed: pending, success, failure or error");
    private static final Field<String> CONTEXT = Field.optional(
            "context",
            Scalars.matching("a line of at most 100 characters", Pattern.compile("[^\\p{Cntrl}]{1,100}")),
            "by which the mark is told from others'; left out, slipway/APP");
    private static final Field<Boolean> DEPLOYMENTS = Field.withDefault(
            "deployments", Scalars.flag(), "false", "of GitHub's: each deployment is listed in its environment");
    private static final Field<String> ENVIRONMENT = Field.optional(
            "environment",
            Scalars.matching("a line of at most 100 characters", Pattern.compile("[^\\p{Cntrl}]{1,100}")),
            "of the deployments, one for each app of a repository; left out, " + DEFAULT_ENVIRONMENT);
    private static final Field<URI> ENVIRONMENT_URL = Field.optional(
            "environment_url",
            Scalars.parsed(WEB_URL, ReportShape::web),
            "where the app is found that is deployed there");
    private static final Field<URI> TARGET_URL = Field.optional(
            "target_url",
            Scalars.parsed(WEB_URL, ReportShape::web),
            "where a mark or a deployment leads to, such as the dashboard; left out, nowhere");
    private static final Field<String> REPOSITORY = Field.optional(
            "repository",
            Scalars.matching("OWNER/NAME", Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")),
            "OWNER/NAME; left out, as git.url has it");
    private static final Field<URI> API_URL = Field.optional(
            "api_url",
            Scalars.parsed(WEB_URL, ReportShape::web),
            "of the forge's REST API; left out, https://api.github.com for github.com, else below git.url's host /api/v3"
                    + " (GitHub) or /api/v1 (Gitea)");

    static final Shape<Draft> SHAPE = ObjectShape.of(
                    Stream.of(
                                    List.of(FORGE),
                                    TOKEN.fields(),
                                    List.of(
                                            STATUSES,
                                            CONTEXT,
                                            DEPLOYMENTS,
                                            ENVIRONMENT,
                                            ENVIRONMENT_URL,
                                            TARGET_URL,
                                            REPOSITORY,
                                            API_URL))
                            .<Field<?>>flatMap(List::stream)
                            .toList(),
                    ReportShape::build)
            .checked(ReportShape::check);

    private ReportShape() {}

    /** A report before what {@code git} says of the forge is known. */
    record Draft(
            Forge forge,
            Optional<Secret> token,
            Optional<String> context,
            Optional<ReportSpec.Environment> environment,
            Optional<URI> target,
            Optional<String> repository,
            Optional<URI> api) {

        /** What is missing, in words; empty if nothing is. */
        Optional<String> objection(GitSpec git) {
            var known = ForgePlace.of(git.url()).isPresent();
            if (repository.isEmpty() && !known) {
                return Optional.of("needs 'repository' (OWNER/NAME): git.url does not name one");
            }
            if (api.isEmpty() && !known) {
                return Optional.of("needs 'api_url': git.url does not name the forge");
            }
            if (token.isEmpty() && git.token().isEmpty()) {
                return Optional.of("needs 'token_file' (or 'token'): without one, nothing can be set there");
            }
            return Optional.empty();
        }

        /** Only if there is no objection. */
        ReportSpec spec(GitSpec git) {
            var place = ForgePlace.of(git.url());
            return new ReportSpec(
                    forge,
                    api.or(() -> place.map(it -> it.api(forge))).orElseThrow(),
                    repository.or(() -> place.map(ForgePlace::repository)).orElseThrow(),
                    token.or(git::token).orElseThrow(),
                    context,
                    environment,
                    target);
        }
    }

    private static Draft build(Fields f) {
        var app = f.in().path().replaceFirst("^apps\\.", "").replaceFirst("\\.report$", "");
        return new Draft(
                f.get(FORGE),
                TOKEN.find(f),
                f.get(STATUSES) ? f.find(CONTEXT).or(() -> Optional.of("slipway/" + app)) : Optional.empty(),
                f.get(DEPLOYMENTS)
                        ? Optional.of(new ReportSpec.Environment(
                                f.find(ENVIRONMENT).orElse(DEFAULT_ENVIRONMENT), f.find(ENVIRONMENT_URL)))
                        : Optional.empty(),
                f.find(TARGET_URL),
                f.find(REPOSITORY),
                f.find(API_URL));
    }

    private static void check(Fields f) {
        TOKEN.check(f);
        var statuses = f.find(STATUSES).orElse(true);
        var deployments = f.find(DEPLOYMENTS).orElse(true);
        if (!statuses && !deployments) {
            f.refuse(STATUSES, "then nothing is reported; remove report, or set deployments");
        }
        if (!statuses && f.isGiven(CONTEXT)) {
            f.refuse(CONTEXT, "is of statuses, which are switched off; remove one of the two");
        }
        if (!deployments) {
            Stream.of(ENVIRONMENT, ENVIRONMENT_URL)
                    .filter(f::isGiven)
                    .forEach(field -> f.refuse(field, "is of deployments; set 'deployments: true' as well"));
        } else if (f.isGiven(DEPLOYMENTS)
                && f.find(FORGE).filter(Forge.GITEA::equals).isPresent()) {
            f.refuse(DEPLOYMENTS, "Gitea and Forgejo have none; remove it, commit statuses they have");
        }
    }

    private static Map<String, Forge> forges() {
        var forges = new LinkedHashMap<String, Forge>();
        forges.put("github", Forge.GITHUB);
        forges.put("gitea", Forge.GITEA);
        return forges;
    }

    /** Not quoted where it may hold credentials; without a slash at its end. */
    private static URI web(String text) throws Misfit {
        URI uri;
        try {
            uri = new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw new Misfit("must be " + WEB_URL + "; at character " + (e.getIndex() + 1)
                    + " is something that a URL cannot hold");
        }
        if (uri.getRawUserInfo() != null) {
            throw new Misfit("credentials do not belong into the URL; remove them (all up to the @)");
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw Misfit.mustBe(WEB_URL);
        }
        return uri;
    }
}

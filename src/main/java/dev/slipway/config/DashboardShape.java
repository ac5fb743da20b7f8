package dev.slipway.config;

import dev.slipway.config.ListenSyntax.Address;
import dev.slipway.model.AccessSpec;
import dev.slipway.model.AccessSpec.Token;
import dev.slipway.model.AccessSpec.TrustedProxy;
import dev.slipway.model.DashboardSpec;
import dev.slipway.model.Secret;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@code dashboard}. */
final class DashboardShape {
    private static final Field<Address> LISTEN_AT = Field.withDefault(
            "listen",
            ListenSyntax.shape("host:port such as 127.0.0.1:8484, [::1]:8484 or :8484"),
            "127.0.0.1:8484",
            "where the dashboard is served, to whoever reaches that address; never the webhook's");
    private static final Field<List<String>> HOSTS = Field.withDefault(
            "hosts",
            new ListShape<>(Scalars.matching(
                            "a host name without port, such as nas.example.com",
                            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})"))
                    .then((name, in) -> name.toLowerCase(Locale.ROOT))),
            "",
            "names by which browsers and proxies may ask for it, beside IP addresses, localhost and the host of listen");

    private static final Secrets<Secret> PASSWORD = Secrets.named(
            "password",
            "what a person signs in with to act: at least 8 characters, or a bcrypt hash ($2a$, $2b$ or $2y$)");
    private static final Field<List<Token>> TOKENS = Field.withDefault(
            "tokens",
            new ListShape<>(AccessRows.TOKEN),
            "",
            "what programs sign in with, as Authorization: Bearer; each with a name, which the log tells");
    private static final Field<TrustedProxy> PROXY = Field.optional(
            "trusted_proxy", AccessRows.PROXY, "a proxy before the dashboard that has people sign in with itself");
    private static final Field<Boolean> SIGNED_IN = Field.withDefault(
            "read",
            Scalars.parsed("public or signed-in", AccessRows::isForSignedIn),
            "public",
            "who may look: whoever reaches the address (public), or only those who signed in (signed-in)");

    private static final Field<Boolean> BADGES = Field.withDefault(
            "badges",
            Scalars.flag(),
            "false",
            "serves /badge/APP.svg, to everybody and for other sites' pages, whatever read says");

    static final Shape<DashboardSpec> SHAPE = ObjectShape.of(
                    Stream.of(List.of(LISTEN_AT, HOSTS), PASSWORD.fields(), List.of(TOKENS, PROXY, SIGNED_IN, BADGES))
                            .<Field<?>>flatMap(List::stream)
                            .toList(),
                    f -> new DashboardSpec(
                            f.get(LISTEN_AT).host(),
                            f.get(LISTEN_AT).port(),
                            f.get(HOSTS),
                            new AccessSpec(PASSWORD.find(f), f.get(TOKENS), f.find(PROXY), f.get(SIGNED_IN)),
                            f.get(BADGES)))
            .checked(DashboardShape::check);

    private DashboardShape() {}

    private static void check(Fields f) {
        PASSWORD.check(f);
        PASSWORD.find(f)
                .flatMap(secret -> AccessRows.weakness(secret.reveal()))
                .ifPresent(what -> f.refuse(f.isGiven(PASSWORD.file()) ? PASSWORD.file() : PASSWORD.inline(), what));
        var ways = Stream.of(PASSWORD.inline(), PASSWORD.file(), TOKENS, PROXY);
        if (f.find(SIGNED_IN).orElse(false) && ways.noneMatch(f::isGiven)) {
            f.refuse(SIGNED_IN, "nobody can sign in; set password_file, tokens or trusted_proxy too");
        }
    }
}

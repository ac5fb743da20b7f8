package dev.slipway.config;

import dev.slipway.model.AccessSpec.Token;
import dev.slipway.model.AccessSpec.TrustedProxy;
import dev.slipway.model.AddressRange;
import dev.slipway.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@code dashboard.tokens} and {@code dashboard.trusted_proxy}, and what a password may be. */
final class AccessRows {
    private static final int SHORTEST_PASSWORD = 8;
    /** Nobody types it, so it can as well be too long to guess. */
    private static final int SHORTEST_TOKEN = 16;

    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

    private static final Field<String> NAME = Field.required(
            "name",
            Scalars.matching("a name of letters, digits, _, - and .", Pattern.compile("[A-Za-z0-9_.-]{1,40}")),
            "whose it is, for the log");
    private static final Secrets<Secret> VALUE =
            Secrets.named("token", "the token, of at least 16 characters (openssl rand -hex 32 makes one)");
    private static final Field<String> HEADER = Field.withDefault(
            "header",
            Scalars.matching("the name of a header", Pattern.compile("[A-Za-z0-9-]{1,60}")),
            "Remote-User",
            "in which it says who has signed in; it must drop what visitors send under that name");
    private static final Field<List<AddressRange>> FROM = Field.required(
            "from",
            new ListShape<>(
                    Scalars.parsed("an address such as 10.0.0.2 or a range such as 172.18.0.0/16", AccessRows::range)),
            "the proxy's addresses; whoever comes from another one is not believed");

    static final Shape<Token> TOKEN = ObjectShape.of(
                    Stream.of(List.of(NAME), VALUE.fields())
                            .<Field<?>>flatMap(List::stream)
                            .toList(),
                    f -> new Token(f.get(NAME), VALUE.find(f).orElseThrow()))
            .checked(AccessRows::checkToken);
    static final Shape<TrustedProxy> PROXY =
            ObjectShape.of(List.of(HEADER, FROM), f -> new TrustedProxy(f.get(HEADER), f.get(FROM)));

    private AccessRows() {}

    private static void checkToken(Fields f) {
        VALUE.check(f);
        if (VALUE.fields().stream().noneMatch(f::isGiven)) {
            f.refuse("needs 'token_file' or 'token'");
        }
        VALUE.find(f)
                .filter(secret -> secret.reveal().length() < SHORTEST_TOKEN)
                .ifPresent(ignored -> f.refuse(
                        f.isGiven(VALUE.file()) ? VALUE.file() : VALUE.inline(),
                        "is shorter than " + SHORTEST_TOKEN + " characters; openssl rand -hex 32 makes a good one"));
    }

    /** Why it is no password, without a character of it. */
    static Optional<String> weakness(String password) {
        if (password.startsWith("$argon2")) {
            return Optional.of("is an Argon2 hash, which this version does not read; put a bcrypt hash there"
                    + " (htpasswd -nBC 12 slipway), or the password itself");
        }
        if (password.startsWith("$2") && !BCRYPT.matcher(password).matches()) {
            return Optional.of("begins like a bcrypt hash and is none, or one of a cost above 15, which takes seconds");
        }
        return password.length() < SHORTEST_PASSWORD
                ? Optional.of("is shorter than " + SHORTEST_PASSWORD + " characters, which is soon guessed")
                : Optional.empty();
    }

    static boolean isForSignedIn(String text) throws Misfit {
        return switch (text) {
            case "public" -> false;
            case "signed-in" -> true;
            default -> throw Misfit.mustBe("public or signed-in");
        };
    }

    private static AddressRange range(String text) throws Misfit {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw Misfit.mustBe("an address such as 10.0.0.2 or a range such as 172.18.0.0/16");
        }
    }
}

package dev.slipway.config;

import dev.slipway.config.ListenSyntax.Address;
import dev.slipway.model.WebhookSecret;
import dev.slipway.model.WebhookSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;

/** The rows of {@code webhook}. */
final class WebhookShape {
    private static final String ADDRESS = "host:port such as 0.0.0.0:9000, :9000, [::]:9000 or 127.0.0.1:9000";
    private static final String URL_KIND = "an http(s) URL with a path, such as https://webhook.example.com/webhook";
    /** Less than this is no push of any forge. */
    private static final long SMALLEST_BODY_BYTES = 1024;

    private static final Field<Address> LISTEN_AT = Field.withDefault(
            "listen",
            ListenSyntax.shape(ADDRESS),
            "0.0.0.0:9000",
            "where POST /webhook and GET /healthz are served; :9000 is every address");
    private static final Secrets<List<WebhookSecret>> SECRET = Secrets.listed(
            "secret", "what a delivery is signed with, as the forge has it; a list while one replaces another");
    private static final Field<URI> PUBLIC_URL = Field.optional(
            "public_url",
            Scalars.parsed(URL_KIND, WebhookShape::publicUrl),
            "by which the forge reaches it: lets slipway webhook test --public go the long way round");
    private static final Field<Long> MAX_BODY = Field.withDefault(
            "max_body",
            Scalars.bytes().then((bytes, in) -> {
                if (bytes < SMALLEST_BODY_BYTES || bytes > WebhookSpec.LARGEST_BODY_BYTES) {
                    throw Misfit.mustBe("from 1k to 25m, which is the most that GitHub sends");
                }
                return bytes;
            }),
            "1m",
            "the largest body that is read, at most 25m");

    static final Shape<WebhookSpec> SHAPE = ObjectShape.of(
                    Stream.of(List.of(LISTEN_AT), SECRET.fields(), List.of(PUBLIC_URL, MAX_BODY))
                            .<Field<?>>flatMap(List::stream)
                            .toList(),
                    f -> new WebhookSpec(
                            f.get(LISTEN_AT).host(),
                            f.get(LISTEN_AT).port(),
                            SECRET.find(f).orElseThrow(),
                            f.find(PUBLIC_URL),
                            Math.toIntExact(f.get(MAX_BODY))))
            .checked(WebhookShape::check);

    private WebhookShape() {}

    private static void check(Fields f) {
        SECRET.check(f);
        if (SECRET.fields().stream().noneMatch(f::isGiven)) {
            f.refuse("needs 'secret_file' or 'secret': without one, anybody could wake Slipway");
        }
    }

    /** The URL is not quoted where it may hold credentials. */
    private static URI publicUrl(String text) throws Misfit {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new Misfit("must be " + URL_KIND + "; at character " + (e.getIndex() + 1)
                    + " is something that a URL cannot hold");
        }
        if (uri.getRawUserInfo() != null) {
            throw new Misfit("credentials do not belong into the URL; remove them (all up to the @)");
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawFragment() != null) {
            throw Misfit.mustBe(URL_KIND);
        }
        if (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/")) {
            throw Misfit.mustBe(URL_KIND + ": the path is what the forge calls");
        }
        return uri;
    }
}

package dev.slipway.config;

import dev.slipway.config.ListenSyntax.Address;
import dev.slipway.model.DashboardSpec;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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

    static final Shape<DashboardSpec> SHAPE = ObjectShape.of(
            List.of(LISTEN_AT, HOSTS),
            f -> new DashboardSpec(f.get(LISTEN_AT).host(), f.get(LISTEN_AT).port(), f.get(HOSTS)));

    private DashboardShape() {}
}

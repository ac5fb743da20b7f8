package dev.slipway.config;

import dev.slipway.config.ListenSyntax.Address;
import dev.slipway.model.DashboardSpec;
import java.util.List;

/** The rows of {@code dashboard}. */
final class DashboardShape {
    private static final Field<Address> LISTEN_AT = Field.withDefault(
            "listen",
            ListenSyntax.shape("host:port such as 127.0.0.1:8484, [::1]:8484 or :8484"),
            "127.0.0.1:8484",
            "where the dashboard is served, to whoever reaches that address; never the webhook's");

    static final Shape<DashboardSpec> SHAPE = ObjectShape.of(
            List.of(LISTEN_AT),
            f -> new DashboardSpec(f.get(LISTEN_AT).host(), f.get(LISTEN_AT).port()));

    private DashboardShape() {}
}

package dev.slipway.deploy;

/** Holds the deliveries that tests use to what those on disk do. */
class FakeDeliveriesTest extends DeliveriesContract {
    private final FakeDeliveries deliveries = new FakeDeliveries();

    @Override
    protected Deliveries deliveries() {
        return deliveries;
    }
}

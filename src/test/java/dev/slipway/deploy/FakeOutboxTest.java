package dev.slipway.deploy;

/** Holds the outbox that tests use to what that on disk does. */
class FakeOutboxTest extends OutboxContract {
    private final FakeOutbox outbox = new FakeOutbox();

    @Override
    protected Outbox outbox() {
        return outbox;
    }
}

package dev.slipway.deploy;

class FakeLeaseStoreTest extends LeaseStoreContract {
    private final FakeLeaseStore store = new FakeLeaseStore(new Effects());

    @Override
    protected LeaseStore store() {
        return store;
    }
}

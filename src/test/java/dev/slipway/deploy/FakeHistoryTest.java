package dev.slipway.deploy;

/** Holds the journal that the engine's tests use to what the one on disk does. */
class FakeHistoryTest extends HistoryContract {
    private final FakeHistory history = new FakeHistory(new Effects());

    @Override
    protected History history() {
        return history;
    }
}

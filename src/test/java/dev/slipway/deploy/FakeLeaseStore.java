package dev.slipway.deploy;

import java.util.Optional;

/** A lease in memory. */
final class FakeLeaseStore implements LeaseStore {
    private final Effects effects;
    private Optional<Entry> entry = Optional.empty();
    private long version;

    FakeLeaseStore(Effects effects) {
        this.effects = effects;
    }

    @Override
    public Optional<Entry> read() {
        effects.requireAlive();
        return entry;
    }

    @Override
    public Optional<Entry> write(Optional<Entry> seen, Terms terms) throws DeployException {
        effects.about("write lease");
        if (!seen.equals(entry)) {
            return Optional.empty();
        }
        entry = Optional.of(new Entry("lease", ++version, terms));
        return entry;
    }
}

package dev.slipway.cli;

import dev.slipway.deploy.Checkup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a test wants. */
final class FakeDoctor implements DoctorTools {
    final List<Checkup.Section> sections = new ArrayList<>();
    Optional<Set<String>> secrets = Optional.of(Set.of());
    final List<String> asked = new ArrayList<>();

    @Override
    public List<Checkup.Section> examine(Optional<Path> config, boolean byAgent) {
        asked.add(config.map(Path::toString).orElse("usual") + (byAgent ? " by the agent" : ""));
        return sections;
    }

    @Override
    public Optional<Set<String>> secrets(Optional<Path> config) {
        return secrets;
    }
}

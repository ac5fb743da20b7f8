package dev.slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends nothing, and remembers what was asked for. */
final class FakeNotifyTools implements NotifyTools {
    final List<String> asked = new ArrayList<>();
    Answer answer = new Answer(true, List.of("1 (ntfy) took it"));

    @Override
    public Answer test(Optional<Path> config, Optional<String> which) {
        asked.add(which.orElse("all"));
        return answer;
    }
}

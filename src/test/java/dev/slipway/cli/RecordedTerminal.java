package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a command says. */
final class RecordedTerminal implements Terminal {
    final List<String> out = new ArrayList<>();
    final List<String> err = new ArrayList<>();
    private final Style style;

    RecordedTerminal(Style style) {
        this.style = style;
    }

    RecordedTerminal() {
        this(Style.PLAIN);
    }

    @Override
    public void out(String line) {
        out.add(line);
    }

    @Override
    public void err(String line) {
        err.add(line);
    }

    @Override
    public Style style() {
        return style;
    }
}

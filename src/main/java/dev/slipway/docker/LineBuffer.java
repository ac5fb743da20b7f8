package dev.slipway.docker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Puts pieces of output together to lines, hands each on, and remembers the last ones. */
final class LineBuffer {
    private static final Pattern TERMINAL_CODE = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");

    private final int remembered;
    private final Consumer<String> lines;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder open = new StringBuilder();

    LineBuffer(int remembered, Consumer<String> lines) {
        this.remembered = remembered;
        this.lines = lines;
    }

    void append(String piece) {
        open.append(piece);
        for (var end = open.indexOf("\n"); end >= 0; end = open.indexOf("\n")) {
            emit(open.substring(0, end));
            open.delete(0, end + 1);
        }
    }

    /** Ends a line that has been begun. */
    void flush() {
        if (!open.isEmpty()) {
            emit(open.toString());
            open.setLength(0);
        }
    }

    void forget() {
        last.clear();
    }

    /** Oldest first; blank lines do not count. */
    List<String> last() {
        return List.copyOf(last);
    }

    /** A carriage return draws over what was there: what was drawn last is the line. */
    private void emit(String raw) {
        var text = TERMINAL_CODE.matcher(raw).replaceAll("").stripTrailing();
        var line = text.substring(text.lastIndexOf('\r') + 1);
        lines.accept(line);
        if (!line.isBlank()) {
            last.addLast(line);
            if (last.size() > remembered) {
                last.removeFirst();
            }
        }
    }
}

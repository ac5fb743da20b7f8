package dev.slipway.webhook;

import java.util.Optional;

/**
 * A way to set JSON in spaces and lines. Strings and numbers stay as they are, so that only what a program adds when it writes
 * JSON anew is changed; what is not JSON comes out as some text or other.
 *
 * @param indent of a level; empty to stay on one line
 * @param betweenItems after a comma, where there are no lines
 * @param afterColon before the value
 */
record JsonLayout(Optional<String> indent, String betweenItems, String afterColon) {
    static final JsonLayout COMPACT = new JsonLayout(Optional.empty(), "", "");
    /** As Python writes by default. */
    static final JsonLayout SPACED = new JsonLayout(Optional.empty(), " ", " ");

    /** Characters; deep nesting with indentation would grow without measure. */
    private static final int LONGEST = 4 * 1024 * 1024;

    /** As Gitea and most formatters write. */
    static JsonLayout indented(String indent) {
        return new JsonLayout(Optional.of(indent), "", " ");
    }

    /** Empty if it would become too long. */
    Optional<String> of(String json) {
        return new Setting(json).set();
    }

    /** One pass over one text. */
    private final class Setting {
        private final String json;
        private final StringBuilder out = new StringBuilder();
        private int depth;

        Setting(String json) {
            this.json = json;
        }

        Optional<String> set() {
            var at = 0;
            while (at < json.length()) {
                at = next(at);
                if (out.length() > LONGEST) {
                    return Optional.empty();
                }
            }
            return Optional.of(out.toString());
        }

        /** Takes what begins there; returns where the rest begins. */
        private int next(int at) {
            var c = json.charAt(at);
            switch (c) {
                case '"' -> {
                    var end = endOfString(at);
                    out.append(json, at, end);
                    return end;
                }
                case ' ', '\t', '\r', '\n' -> {}
                case '{', '[' -> {
                    var end = skipSpace(at + 1);
                    if (end < json.length() && json.charAt(end) == (c == '{' ? '}' : ']')) {
                        // Empty ones stay on their line everywhere.
                        out.append(c).append(json.charAt(end));
                        return end + 1;
                    }
                    out.append(c);
                    depth++;
                    newLine();
                }
                case '}', ']' -> {
                    depth = Math.max(0, depth - 1);
                    newLine();
                    out.append(c);
                }
                case ',' -> {
                    out.append(c).append(betweenItems);
                    newLine();
                }
                case ':' -> out.append(c).append(afterColon);
                default -> out.append(c);
            }
            return at + 1;
        }

        private int endOfString(int start) {
            var at = start + 1;
            while (at < json.length() && json.charAt(at) != '"') {
                at += json.charAt(at) == '\\' ? 2 : 1;
            }
            return Math.min(at + 1, json.length());
        }

        private int skipSpace(int start) {
            var at = start;
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
            return at;
        }

        private void newLine() {
            indent.ifPresent(each -> out.append('\n').repeat(each, Math.min(depth, LONGEST)));
        }
    }
}

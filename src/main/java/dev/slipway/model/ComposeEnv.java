package dev.slipway.model;

import dev.slipway.model.EnvText.Malformed;
import dev.slipway.model.EnvText.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * An env file by Compose's rules: {@code export}, quotes, comments behind values, values of several lines, interpolation.
 *
 * @see <a href="https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/">Compose's syntax</a>
 */
final class ComposeEnv {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.\\-\\[\\]]*");
    private static final Pattern EXPORT = Pattern.compile("export[ \\t]+");
    private static final String NEXT = "correct the line; quotes end where they began";

    private final String text;
    private final Map<String, String> agentEnv;
    private final SequencedMap<String, Value> variables = new LinkedHashMap<>();
    private int at;

    ComposeEnv(String text, Map<String, String> agentEnv) {
        this.text = text.replace("\r\n", "\n");
        this.agentEnv = agentEnv;
    }

    SequencedMap<String, Value> parse() throws Malformed {
        while (skipToStatement()) {
            statement();
        }
        return variables;
    }

    /** Whether there is one more statement. */
    private boolean skipToStatement() {
        while (at < text.length()) {
            if (text.charAt(at) == '#') {
                restOfLine();
            } else if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private void statement() throws Malformed {
        var export = EXPORT.matcher(text).region(at, text.length());
        if (export.lookingAt()) {
            at = export.end();
        }
        var match = NAME.matcher(text).region(at, text.length());
        if (!match.lookingAt()) {
            throw malformed("a name is expected here");
        }
        var name = match.group();
        var line = line();
        at = match.end();
        skipBlanks();
        if (at >= text.length() || text.charAt(at) == '\n') {
            Optional.ofNullable(agentEnv.get(name)).ifPresent(value -> variables.put(name, new Value(value, line)));
        } else if (text.charAt(at) == '=' || text.charAt(at) == ':') {
            at++;
            skipBlanks();
            variables.put(name, new Value(value(), line));
        } else {
            throw malformed("'=' is expected after the name");
        }
    }

    private String value() throws Malformed {
        if (at < text.length() && text.charAt(at) == '\'') {
            return quoted('\'');
        }
        if (at < text.length() && text.charAt(at) == '"') {
            var start = at;
            return expand(unescape(quoted('"')), start);
        }
        var start = at;
        var line = restOfLine();
        var comment = Pattern.compile("(^|\\s)#").matcher(line);
        return expand((comment.find() ? line.substring(0, comment.start()) : line).strip(), start);
    }

    /** What stands between quotes, as it is; behind them only a comment may follow. */
    private String quoted(char quote) throws Malformed {
        var end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw malformed("a quote is opened here and never closed");
        }
        var inner = text.substring(at + 1, end);
        at = end + 1;
        skipBlanks();
        if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '#') {
            throw malformed("something follows the closing quote");
        }
        restOfLine();
        return quote == '\'' ? inner.replace("\\'", "'") : inner;
    }

    /** An escaped dollar becomes a double one, which {@link #expand} leaves as one. */
    private static String unescape(String inner) {
        var out = new StringBuilder();
        var from = 0;
        var backslash = inner.indexOf('\\');
        while (backslash >= 0 && backslash + 1 < inner.length()) {
            out.append(inner, from, backslash);
            var escaped = inner.charAt(backslash + 1);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case '$' -> out.append("$$");
                case '"', '\\' -> out.append(escaped);
                default -> out.append('\\').append(escaped);
            }
            from = backslash + 2;
            backslash = inner.indexOf('\\', from);
        }
        return out.append(inner, from, inner.length()).toString();
    }

    private String expand(String value, int start) throws Malformed {
        try {
            return new Substitution(value, this::lookup).result();
        } catch (IllegalArgumentException e) {
            at = Math.min(start, text.length());
            throw malformed(Optional.ofNullable(e.getMessage()).orElse("bad interpolation"));
        }
    }

    private Optional<String> lookup(String name) {
        return Optional.ofNullable(agentEnv.get(name))
                .or(() -> Optional.ofNullable(variables.get(name)).map(Value::text));
    }

    private String restOfLine() {
        var end = text.indexOf('\n', at);
        var line = text.substring(at, end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end;
        return line;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private Malformed malformed(String what) {
        return new Malformed(line(), what, NEXT);
    }

    private int line() {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}

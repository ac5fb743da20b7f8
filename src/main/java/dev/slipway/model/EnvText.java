package dev.slipway.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** What an env file says, read by the rules of {@code docker run --env-file} or by those of Compose. */
public final class EnvText {
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final String BOM = "\uFEFF";

    private EnvText() {}

    /**
     * The values by name, in the order of the file; of a name that is given twice, the last one.
     *
     * @param composeFormat by Compose's rules, instead of Docker's
     * @param environment gives a name without a value its value, and by Compose's rules wins where a value refers to a name
     * @throws Malformed at the first line that means nothing
     * @throws CharacterCodingException if it is not UTF-8
     */
    public static SequencedMap<String, Value> parse(
            byte[] content, boolean composeFormat, Map<String, String> environment)
            throws Malformed, CharacterCodingException {
        var text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
        var begun = text.startsWith(BOM) ? text.substring(1) : text;
        return composeFormat ? new ComposeEnv(begun, environment).parse() : plain(begun, environment);
    }

    /**
     * By the rules of {@code docker run --env-file}: what stands behind the first {@code =} is the value, quotes and spaces
     * included.
     *
     * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#env">docker run</a>
     */
    private static SequencedMap<String, Value> plain(String text, Map<String, String> environment) throws Malformed {
        var variables = new LinkedHashMap<String, Value>();
        var number = 0;
        for (var raw : text.split("\n", -1)) {
            number++;
            var line = (raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw).stripLeading();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var equals = line.indexOf('=');
            var name = equals < 0 ? line.strip() : line.substring(0, equals);
            check(name, number);
            if (equals >= 0) {
                variables.put(name, new Value(line.substring(equals + 1), number));
            } else if (environment.containsKey(name)) {
                variables.put(name, new Value(environment.get(name), number));
            }
        }
        return variables;
    }

    private static void check(String name, int line) throws Malformed {
        if (name.isEmpty()) {
            throw new Malformed(line, "there is no name before '='", "write NAME=value");
        }
        if (BLANK.matcher(name).find()) {
            // The name itself stays unsaid: without an equals sign the line may well be somebody's secret.
            throw new Malformed(
                    line,
                    "there is a space before '='",
                    "write NAME=value, or set env_format: compose for quotes and export");
        }
    }

    /**
     * One value, which may be a secret.
     *
     * @param line where its name stands, from 1
     */
    public record Value(String text, int line) {
        @Override
        public String toString() {
            return "(value of line " + line + ")";
        }
    }

    /** A line that means nothing; it never quotes the line. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String next;

        Malformed(int line, String what, String next) {
            super(what);
            this.line = line;
            this.next = next;
        }

        /** From 1. */
        public int line() {
            return line;
        }

        /** What to do about it. */
        public String next() {
            return next;
        }
    }
}

package dev.slipway.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Dockerfile's instructions, as far as they must be understood before a builder reads them. What a builder would refuse
 * is taken as it stands: to refuse is the builder's part.
 *
 * @param syntax the image that {@code # syntax=} names as the frontend
 * @param escape the escape character, a backslash unless {@code # escape=} says otherwise
 */
record Dockerfile(Optional<String> syntax, char escape, List<Instruction> instructions) {
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*([A-Za-z]+)\\s*=\\s*(\\S.*?)\\s*");
    private static final Pattern HEREDOC =
            Pattern.compile("(?<=^|\\s)\\d*<<(-?)([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\\2(?=\\s|$|[>|;&)])");
    private static final List<String> TAKES_HEREDOC = List.of("RUN", "COPY", "ADD");

    Dockerfile {
        instructions = List.copyOf(instructions);
    }

    /**
     * One instruction, its continuation lines joined.
     *
     * @param line number of its first line, from 1
     * @param keyword in upper case
     * @param flags the words that begin with {@code --}, as written
     * @param arguments what follows them
     * @param heredoc whether its text goes on below it, up to a word of its own choice
     */
    record Instruction(int line, String keyword, List<String> flags, String arguments, boolean heredoc) {
        Instruction {
            flags = List.copyOf(flags);
        }

        /** The values of each {@code --name=value}; an empty text for a bare {@code --name}. */
        List<String> flag(String name) {
            return flags.stream()
                    .filter(flag -> flag.equals("--" + name) || flag.startsWith("--" + name + "="))
                    .map(flag -> flag.substring(Math.min(flag.length(), name.length() + 3)))
                    .toList();
        }

        @Override
        public String toString() {
            return String.join(
                    " ",
                    Stream.of(Stream.of(keyword), flags.stream(), Stream.of(arguments))
                            .flatMap(each -> each)
                            .filter(each -> !each.isEmpty())
                            .toList());
        }
    }

    static Dockerfile parse(String text) {
        return new Reader(text).read();
    }

    private static final class Reader {
        private final List<String> lines;
        private final List<Instruction> instructions = new ArrayList<>();
        private Optional<String> syntax = Optional.empty();
        private char escape = '\\';
        private int at;

        Reader(String text) {
            this.lines = (text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .lines()
                    .toList();
        }

        Dockerfile read() {
            readDirectives();
            while (at < lines.size()) {
                if (isCommentOrBlank(lines.get(at))) {
                    at++;
                } else {
                    readInstruction();
                }
            }
            return new Dockerfile(syntax, escape, instructions);
        }

        /** Only the very first lines are directives; anything else, a plain comment too, ends them. */
        private void readDirectives() {
            while (at < lines.size()) {
                var directive = DIRECTIVE.matcher(lines.get(at));
                if (!directive.matches()) {
                    return;
                }
                switch (directive.group(1).toLowerCase(Locale.ROOT)) {
                    case "syntax" -> syntax = Optional.of(directive.group(2));
                    case "escape" -> escape = directive.group(2).charAt(0);
                    case "check" -> {}
                    default -> {
                        return;
                    }
                }
                at++;
            }
        }

        private void readInstruction() {
            var first = at + 1;
            var joined = joinContinuationLines().strip();
            var words = joined.split("\\s+", 2);
            var keyword = words[0].toUpperCase(Locale.ROOT);
            var rest = words.length > 1 ? words[1] : "";
            var flags = new ArrayList<String>();
            while (rest.startsWith("--")) {
                var parts = rest.split("\\s+", 2);
                flags.add(parts[0]);
                rest = parts.length > 1 ? parts[1] : "";
            }
            var heredoc = TAKES_HEREDOC.contains(keyword) && skipHeredocs(rest);
            instructions.add(new Instruction(first, keyword, flags, rest, heredoc));
        }

        /** Comments and blank lines between continuation lines are as if they were not there. */
        private String joinContinuationLines() {
            var joined = new StringBuilder();
            while (at < lines.size()) {
                var line = lines.get(at++);
                if (!joined.isEmpty() && isCommentOrBlank(line)) {
                    continue;
                }
                var trimmed = line.stripTrailing();
                if (trimmed.isEmpty() || trimmed.charAt(trimmed.length() - 1) != escape) {
                    return joined.append(line).toString();
                }
                joined.append(trimmed, 0, trimmed.length() - 1);
            }
            return joined.toString();
        }

        /** A heredoc without its end is none: then the text below it would be lost on us. */
        private boolean skipHeredocs(String arguments) {
            var found = false;
            var heredoc = HEREDOC.matcher(arguments);
            while (heredoc.find()) {
                var end = endOf(heredoc.group(3), !heredoc.group(1).isEmpty());
                if (end.isPresent()) {
                    at = end.get() + 1;
                    found = true;
                }
            }
            return found;
        }

        private Optional<Integer> endOf(String word, boolean tabsStripped) {
            for (var i = at; i < lines.size(); i++) {
                var line = tabsStripped ? lines.get(i).replaceFirst("^\\t+", "") : lines.get(i);
                if (line.equals(word)) {
                    return Optional.of(i);
                }
            }
            return Optional.empty();
        }

        private static boolean isCommentOrBlank(String line) {
            return line.isBlank() || line.stripLeading().startsWith("#");
        }
    }
}

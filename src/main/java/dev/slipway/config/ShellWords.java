package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;

/** Splits a command as Compose does: POSIX shell words with quotes and backslashes, and nothing else of a shell. */
final class ShellWords {
    private static final String ESCAPABLE_IN_DOUBLE_QUOTES = "\\\"$`\n";

    private ShellWords() {}

    static List<String> split(String line) throws Misfit {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                inWord = false;
                continue;
            }
            inWord = true;
            switch (c) {
                case '\'' -> at = singleQuoted(line, at, word);
                case '"' -> at = doubleQuoted(line, at, word);
                case '\\' -> at = escaped(line, at, word);
                default -> word.append(c);
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return List.copyOf(words);
    }

    /** Each of these takes the place of an opening character and gives that of the closing one. */
    private static int singleQuoted(String line, int open, StringBuilder word) throws Misfit {
        int close = line.indexOf('\'', open + 1);
        if (close < 0) {
            throw new Misfit("a single quote (') is not closed");
        }
        word.append(line, open + 1, close);
        return close;
    }

    private static int doubleQuoted(String line, int open, StringBuilder word) throws Misfit {
        for (int at = open + 1; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                return at;
            }
            boolean escapes =
                    c == '\\' && at + 1 < line.length() && ESCAPABLE_IN_DOUBLE_QUOTES.indexOf(line.charAt(at + 1)) >= 0;
            if (escapes) {
                at++;
            }
            word.append(line.charAt(at));
        }
        throw new Misfit("a double quote (\") is not closed");
    }

    private static int escaped(String line, int backslash, StringBuilder word) throws Misfit {
        if (backslash + 1 == line.length()) {
            throw new Misfit("ends in a backslash that escapes nothing");
        }
        word.append(line.charAt(backslash + 1));
        return backslash + 1;
    }
}

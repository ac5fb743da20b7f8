package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command line as it stands in somebody's notes, split as a shell would split it: quotes, backslashes, continued lines and
 * comments. What only that shell could know ({@code $(pwd)}, {@code $TAG}) becomes one mark, so that it splits nothing.
 */
final class ShellLine {
    /** What stands for the unknown, so that a person finds it. */
    static final String UNKNOWN = "CHANGE-ME";

    /** Characters that mean nothing to anybody; each stands for one unknown. */
    private static final char FIRST_MARK = '\uE000';

    private static final char LAST_MARK = '\uF8FF';
    private static final Pattern CONTINUED = Pattern.compile("\\\\[ \\t]*\\r?\\n");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern WITH_DEFAULT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*):?-([^${}]*)");
    private static final Pattern FOLDER = Pattern.compile("PWD|HOME|OLDPWD|pwd|dirname .*");
    private static final String ENDS_COMMAND = ";&|<>\n";
    private static final String ESCAPABLE_IN_DOUBLE_QUOTES = "\\\"$`";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final List<Unknown> unknowns = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    /**
     * One thing that only the shell knew.
     *
     * @param written as it stands in the line
     * @param name of the variable, if it is one whose value the agent's own environment may well have
     */
    private record Unknown(String written, Optional<String> name, String fallback) {}

    private ShellLine(String line) {
        this.line = CONTINUED.matcher(line.strip()).replaceAll(" ");
    }

    /** @throws Misfit if a quote is not closed */
    static ShellLine read(String line) throws Misfit {
        if (line.chars().anyMatch(c -> c >= FIRST_MARK && c <= LAST_MARK)) {
            throw new Misfit("holds characters that no command has (of Unicode's private use area)");
        }
        var read = new ShellLine(line);
        read.split();
        return read;
    }

    List<String> words() {
        return words;
    }

    /** What follows the command behind {@code ;}, {@code &&}, {@code |} or {@code >}; empty if nothing does. */
    String rest() {
        return line.substring(at).strip();
    }

    /** How a word is written in the configuration: a dollar is doubled, and what is unknown stands there to be filled in. */
    String inConfiguration(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isMark(c)) {
                var unknown = unknown(c);
                boolean path = beginsPath(text, i);
                var fallback = path && unknown.fallback.equals(UNKNOWN) ? "/" + UNKNOWN : unknown.fallback;
                out.append(unknown.name
                        .map(name -> "${" + name + ":-" + fallback + "}")
                        .orElse(fallback));
            } else {
                out.append(c == '$' ? "$$" : String.valueOf(c));
            }
        }
        return out.toString();
    }

    /** The same as it stood in the line. */
    String asWritten(String text) {
        var out = new StringBuilder();
        text.chars().forEach(c -> out.append(isMark((char) c) ? unknown((char) c).written : String.valueOf((char) c)));
        return out.toString();
    }

    /** Each unknown, as it stands in the line, once. */
    List<String> unknowns() {
        return unknowns.stream().map(Unknown::written).distinct().toList();
    }

    static boolean knows(String text) {
        return text.chars().noneMatch(c -> isMark((char) c));
    }

    private static boolean isMark(char c) {
        return c >= FIRST_MARK && c <= LAST_MARK;
    }

    private Unknown unknown(char mark) {
        return unknowns.get(mark - FIRST_MARK);
    }

    private static boolean beginsPath(String text, int at) {
        boolean begins = at == 0 || text.charAt(at - 1) == '=';
        return begins
                && (text.startsWith("/", at + 1) || text.startsWith(":/", at + 1) || text.startsWith(",", at + 1));
    }

    private void split() throws Misfit {
        for (; at < line.length(); at++) {
            char c = line.charAt(at);
            boolean before = words.isEmpty() && !inWord; // an empty line, or one with a comment
            if (ENDS_COMMAND.indexOf(c) >= 0 && !(before && c == '\n')) {
                dropDescriptor(c);
                break;
            }
            if (Character.isWhitespace(c)) {
                endWord();
            } else if (c == '#' && !inWord) {
                int end = line.indexOf('\n', at);
                at = (end < 0 ? line.length() : end) - 1;
            } else {
                inside(c);
            }
        }
        endWord();
    }

    /** The number in {@code 2>&1} belongs to the redirection. */
    private void dropDescriptor(char c) {
        if ((c == '>' || c == '<') && word.toString().matches("[0-9]+")) {
            at -= word.length();
            word.setLength(0);
            inWord = false;
        }
    }

    private void inside(char c) throws Misfit {
        boolean first = !inWord;
        inWord = true;
        switch (c) {
            case '\'' -> {
                int close = closing("'", at + 1, "a single quote (')");
                word.append(line, at + 1, close);
                at = close;
            }
            case '"' -> doubleQuoted();
            case '\\' -> {
                if (at + 1 < line.length()) {
                    word.append(line.charAt(++at));
                }
            }
            case '$', '`' -> expansion();
            case '~' -> {
                boolean home = first && (at + 1 == line.length() || "/ \t".indexOf(line.charAt(at + 1)) >= 0);
                word.append(home ? mark("~", Optional.empty(), "/" + UNKNOWN) : "~");
            }
            default -> word.append(c);
        }
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
        }
        inWord = false;
    }

    private void doubleQuoted() throws Misfit {
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            char c = line.charAt(at);
            if (c == '$' || c == '`') {
                expansion();
            } else if (c == '\\'
                    && at + 1 < line.length()
                    && ESCAPABLE_IN_DOUBLE_QUOTES.indexOf(line.charAt(at + 1)) >= 0) {
                word.append(line.charAt(++at));
            } else {
                word.append(c);
            }
        }
        if (at >= line.length()) {
            throw new Misfit("a double quote (\") is not closed");
        }
    }

    /** Leaves {@code at} at the last character of it. */
    private void expansion() throws Misfit {
        int start = at;
        if (line.charAt(at) == '`') {
            at = closing("`", at + 1, "a backquote (`)");
            command(start, line.substring(start + 1, at));
        } else if (line.startsWith("$(", at)) {
            at = closingParenthesis(at + 2);
            command(start, line.substring(start + 2, at));
        } else if (line.startsWith("${", at)) {
            at = closing("}", at + 2, "${");
            braced(line.substring(start, at + 1), line.substring(start + 2, at));
        } else {
            var name = VARIABLE.matcher(line).region(at + 1, line.length());
            if (name.lookingAt()) {
                at = name.end() - 1;
                braced(name(start), name.group());
            } else {
                word.append('$');
            }
        }
    }

    private String name(int start) {
        return line.substring(start, at + 1);
    }

    private void command(int start, String command) {
        boolean folder = FOLDER.matcher(command.strip()).matches();
        word.append(mark(name(start), Optional.empty(), (folder ? "/" : "") + UNKNOWN));
    }

    private void braced(String written, String inner) {
        var withDefault = WITH_DEFAULT.matcher(inner);
        if (withDefault.matches()) {
            word.append(mark(written, Optional.of(withDefault.group(1)), withDefault.group(2)));
        } else if (FOLDER.matcher(inner).matches()) {
            // The agent has such a variable too, but of its own folder.
            word.append(mark(written, Optional.empty(), "/" + UNKNOWN));
        } else {
            var name = VARIABLE.matcher(inner);
            word.append(mark(written, name.lookingAt() ? Optional.of(name.group()) : Optional.empty(), UNKNOWN));
        }
    }

    private char mark(String written, Optional<String> name, String fallback) {
        unknowns.add(new Unknown(written, name, fallback));
        return (char) (FIRST_MARK + unknowns.size() - 1);
    }

    /** Over inner pairs, as in {@code $(basename $(pwd))}. */
    private int closingParenthesis(int from) throws Misfit {
        int depth = 1;
        for (int i = from; i < line.length(); i++) {
            depth += line.charAt(i) == '(' ? 1 : line.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new Misfit("$( is not closed");
    }

    private int closing(String close, int from, String what) throws Misfit {
        int end = line.indexOf(close, from);
        if (end < 0) {
            throw new Misfit(what + " is not closed");
        }
        return end;
    }
}

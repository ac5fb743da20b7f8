package dev.slipway.config;

/**
 * Replaces {@code ${NAME}} by its value among the {@link Variables}, with Compose's variants {@code :-default}, {@code -default},
 * {@code :?message}, {@code ?message}, {@code :+other} and {@code +other}; {@code $$} is a dollar.
 *
 * <p>Unlike Compose it does not replace a bare {@code $NAME}, which is as often meant for the shell in the container: that
 * is refused with both ways to say what is meant.
 */
final class Interpolation {
    private final Variables variables;

    Interpolation(Variables variables) {
        this.variables = variables;
    }

    String expand(String text) throws Misfit {
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            if (c != '$') {
                out.append(c);
                at++;
            } else if (next == '$') {
                out.append('$');
                at += 2;
            } else if (next == '{') {
                int end = closing(text, at + 2);
                out.append(expression(text.substring(at + 2, end)));
                at = end + 1;
            } else if (startsName(next)) {
                var name = text.substring(at + 1, nameEnd(text, at + 1));
                throw new Misfit("'$" + name + "' can be meant in two ways: write ${" + name + "} for the value that "
                        + name + " has here, or $$" + name + " for a dollar that is kept");
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private String expression(String expression) throws Misfit {
        int end = nameEnd(expression, 0);
        var name = expression.substring(0, end);
        if (name.isEmpty() || !startsName(name.charAt(0))) {
            throw new Misfit("'${" + expression + "}' names no variable; write $${ for a dollar and a brace");
        }
        var rest = expression.substring(end);
        boolean countsEmpty = !rest.startsWith(":");
        var operator = countsEmpty ? rest : rest.substring(1);
        var value = variables.find(name).map(Variables.Value::text);
        boolean isSet = value.filter(text -> countsEmpty || !text.isEmpty()).isPresent();
        var set = value.orElse("");
        if (rest.isEmpty()) {
            if (value.isEmpty()) {
                throw new Misfit("the environment variable " + name + " is not set" + variables.lookedAt()
                        + "; set it, or write ${" + name + ":-default}");
            }
            return set;
        }
        var operand = operator.isEmpty() ? "" : operator.substring(1);
        return switch (operator.isEmpty() ? ' ' : operator.charAt(0)) {
            case '-' -> isSet ? set : expand(operand);
            case '+' -> isSet ? expand(operand) : "";
            case '?' -> {
                if (!isSet) {
                    throw new Misfit("the environment variable " + name + " is not set" + variables.lookedAt()
                            + (operand.isEmpty() ? "" : ": " + operand));
                }
                yield set;
            }
            default ->
                throw new Misfit("'${" + expression + "}' is not understood; after the name may stand :- :? or :+");
        };
    }

    /** Where the brace that was opened before {@code from} closes, over inner pairs of braces. */
    private static int closing(String text, int from) throws Misfit {
        int depth = 1;
        for (int at = from; at < text.length(); at++) {
            if (text.startsWith("${", at)) {
                depth++;
            } else if (text.charAt(at) == '}' && --depth == 0) {
                return at;
            }
        }
        throw new Misfit("'${' is not closed by '}'; write $$ for a dollar");
    }

    private static int nameEnd(String text, int from) {
        int at = from;
        while (at < text.length() && (startsName(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static boolean startsName(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

package dev.slipway.notify;

import dev.slipway.model.News;
import java.util.ArrayList;
import java.util.function.UnaryOperator;

/** News as text, within what a service takes: of the log, the oldest lines go first. */
final class Wording {
    private static final String CUT = "…";

    private Wording() {}

    /** The first {@code most} characters. */
    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - CUT.length()) + CUT;
    }

    /**
     * Body and log, an empty line between them.
     *
     * @param most characters; a service that counts bytes is given a quarter of its limit
     * @param log how the lines of the log are set apart
     */
    static String text(News news, int most, UnaryOperator<String> words, UnaryOperator<String> log) {
        var body = words.apply(String.join("\n", news.body()));
        var lines = new ArrayList<>(news.log());
        while (true) {
            var text = lines.isEmpty() ? body : body + "\n\n" + log.apply(String.join("\n", lines));
            if (text.length() <= most || lines.isEmpty()) {
                return cut(text, most);
            }
            lines.removeFirst();
        }
    }

    static String plain(News news, int most) {
        return text(news, most, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** In a block that Discord and Slack show as it is. */
    static String block(String lines) {
        return "```\n" + lines.replace("```", "'''") + "\n```";
    }

    /** So that Discord's Markdown leaves it as it is. */
    static String unmarked(String text) {
        return text.replaceAll("([\\\\*_~`|>#\\[\\]()<:@-])", "\\\\$1");
    }

    /** Slack's control characters. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

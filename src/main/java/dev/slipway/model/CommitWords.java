package dev.slipway.model;

import java.util.Objects;

/**
 * What a person knows a commit by; both are a stranger's words.
 *
 * @param subject first line of its message, shortened
 * @param author the author's name, without the address
 */
public record CommitWords(String subject, String author) {
    private static final int LONGEST = 200;

    public CommitWords {
        subject = shortened(Objects.requireNonNull(subject));
        author = shortened(Objects.requireNonNull(author));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

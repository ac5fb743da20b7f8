package dev.slipway.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What tutorials and examples have in the place of a secret: everybody knows it, so it protects nothing. */
public final class Placeholders {
    private static final Set<String> ALL = Set.of(
            "changeme",
            "change-me",
            "change_me",
            "changeit",
            "change-this",
            "change-this-to-your-secret",
            "your-secret-key-here",
            "your_secret_key_here",
            "your-secret",
            "your_secret",
            "your-secret-here",
            "your_webhook_secret",
            "your-webhook-secret",
            "your-token",
            "your_token",
            "your-token-here",
            "your_token_here",
            "your-password",
            "your_password",
            "replace-me",
            "replaceme",
            "replace_me",
            "placeholder",
            "example",
            "secret",
            "password",
            "token",
            "todo",
            "xxx",
            "<token>",
            "<secret>",
            "<password>",
            "<your-token>",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    private Placeholders() {}

    /** Whether it is one of them, whatever its case and the space around it. */
    public static boolean contain(String value) {
        return ALL.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    /** All of them, in lower case and alphabetical order. */
    public static List<String> all() {
        return ALL.stream().sorted().toList();
    }
}

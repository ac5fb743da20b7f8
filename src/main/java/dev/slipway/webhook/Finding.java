package dev.slipway.webhook;

import java.util.List;

/** What a test of the webhook's way found: what happened, what it means, what to do next. */
record Finding(boolean well, String what, String meaning, String next) {
    static Finding bad(String what, String meaning, String next) {
        return new Finding(false, what, meaning, next);
    }

    List<String> lines() {
        return List.of(what, meaning, next);
    }
}

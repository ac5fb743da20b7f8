package dev.slipway.model;

import java.util.Objects;

/** A user's name and password at some service. */
public record Login(String username, Secret password) {
    public Login {
        Objects.requireNonNull(username);
        Objects.requireNonNull(password);
    }
}

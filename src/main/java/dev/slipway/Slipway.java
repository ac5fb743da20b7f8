package dev.slipway;

/** Placeholder. */
public final class Slipway {
    private Slipway() {}

    public static void main(String[] args) {}
}

package dev.slipway.webhook;

/**
 * A secret that differs from another by a known slip, and the words for that slip.
 *
 * <p>They fit into "it matches HOW (ORIGIN): REMEDY"; no character of the secret is among them.
 */
final class Variant {
    /** Whose copy of the secret is to be mended. */
    enum Side {
        /** Slipway's, which is read again only at a restart. */
        OURS,
        /** The forge's, or whoever signs. */
        THEIRS
    }

    private final byte[] key;
    private final Side side;
    private final String how;
    private final String remedy;

    Variant(byte[] key, Side side, String how, String remedy) {
        this.key = key.clone();
        this.side = side;
        this.how = how;
        this.remedy = remedy;
    }

    byte[] key() {
        return key.clone();
    }

    Side side() {
        return side;
    }

    /** Such as "without the newline at the end of the secret". */
    String how() {
        return how;
    }

    /** Such as "remove it there". */
    String remedy() {
        return remedy;
    }
}

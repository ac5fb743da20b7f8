package dev.slipway.webhook;

/** A payload that is not what its event promises. */
final class MalformedPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    MalformedPayloadException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What is wrong, in words of ours alone. */
    String reason() {
        return reason;
    }
}

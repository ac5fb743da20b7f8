package dev.slipway.deploy;

import dev.slipway.model.Blame;
import dev.slipway.model.ByteSize;
import dev.slipway.model.Failure;

/** Turns whatever was thrown into a failure with words. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    static Failure of(Throwable cause) {
        return switch (cause) {
            case DeployException e -> e.failure();
            case InterruptedException ignored -> Failure.of(Blame.HOST, "called off: Slipway was told to stop", "");
            case OutOfMemoryError ignored ->
                Failure.of(
                        Blame.HOST,
                        "this took more memory than Slipway may have ("
                                + ByteSize.inWords(Runtime.getRuntime().maxMemory()) + ")",
                        "give the agent more (-Xmx); everything else goes on");
            default -> {
                LOG.log(System.Logger.Level.ERROR, "a fault of Slipway's own", cause);
                yield Failure.of(
                        Blame.OURS,
                        "a fault of Slipway's own: " + cause,
                        "please report it, with the stack trace from Slipway's log");
            }
        };
    }
}

package dev.slipway.deploy;

import dev.slipway.model.Container;
import dev.slipway.model.SwapMode;

/**
 * One way in which the new container takes the old one's place. It begins with the old one serving and ends with the new one
 * bearing the app's name, started, and the old one kept, and stopped unless nobody reaches it; what it leaves when it fails or is killed half-way, {@link
 * PutBack} mends.
 */
@FunctionalInterface
interface Swap {
    Container replace(Replacement it) throws DeployException, InterruptedException;

    static Swap by(SwapMode mode) {
        return switch (mode) {
            case TRIAL -> new TrialSwap();
            case WARM -> new WarmSwap();
            case START_FIRST -> new StartFirstSwap();
            case GATE -> new GateSwap();
            case STOP_FIRST -> new StopFirstSwap();
            case ROLLING -> new RollingSwap();
            case COMPOSE -> new ComposeSwap();
        };
    }
}

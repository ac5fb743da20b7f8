package dev.slipway.deploy;

import dev.slipway.model.Finding;
import java.util.List;

/** One look at something that a deployment needs. It changes nothing, and may take its time: {@link Checkup} does not wait for ever. */
public interface Check {
    /** What it looks at, in a word or two: {@code docker}, {@code git web}. */
    String name();

    /**
     * What it found; at least one finding, if only that all is well.
     *
     * @throws DeployException where the thing itself cannot be asked, which is a finding too
     */
    List<Finding> look() throws DeployException, InterruptedException;

    /** The look of a check, where it is made of nothing else. */
    @FunctionalInterface
    interface Look {
        List<Finding> take() throws DeployException, InterruptedException;
    }

    static Check of(String name, Look look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> look() throws DeployException, InterruptedException {
                return look.take();
            }
        };
    }
}

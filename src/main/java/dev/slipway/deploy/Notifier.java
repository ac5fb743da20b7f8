package dev.slipway.deploy;

import dev.slipway.model.Deployment;
import dev.slipway.model.Failure;
import java.util.Optional;

/** Port: tells the outside world of changes of state. Never throws, never waits. */
public interface Notifier {
    /** A deployment has entered another phase. */
    void changed(Deployment deployment);

    /** What could be looked at before cannot any more, or for another reason. Once a change, not once a poll. */
    void checkFailed(String app, Failure failure);

    /** It can again. */
    void checkRecovered(String app);

    /**
     * What was decided about an app is not in the history. Once a change, and not where the look itself failed by the same.
     *
     * @param decided in words
     */
    void notWritten(String app, String decided, Failure why);

    /** The image of a deployment that succeeded has come to its registry. */
    void pushed(History.Push push);

    /** It has not, for the time being. Once a change of the reason, not once a try. */
    void pushFailed(String app, Failure failure);

    /** The webhook, though configured, announced none of the app's last commits. Once a silence. */
    void webhookSilent(String app, Silence silence);

    /** It announces them again. */
    void webhookHeard(String app);

    /**
     * A look at an app has come to its end. After each, as nothing else here is.
     *
     * @param failure why it could not be looked at; empty if it could, whatever came of that
     */
    void looked(String app, Optional<Failure> failure);

    /** What runs was changed by somebody's hand, or in another way than before. Once a change. */
    void drifted(String app, String words);

    /** What runs is again what was deployed. */
    void driftGone(String app);
}

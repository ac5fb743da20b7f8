package dev.slipway.model;

import java.util.ArrayList;
import java.util.List;

/** A failure as a person reads it: what failed, what stands, what to do next. */
public final class FailureText {
    private FailureText() {}

    /** Of a deployment, with where its log is. */
    public static List<String> lines(Deployment deployment) {
        var failure = deployment.failure().orElseThrow();
        return lines(
                deployment.app() + " " + deployment.commit(),
                failure,
                failure.next() + ". Log: slipway logs " + deployment.id());
    }

    /** Of a look at an app that led to no deployment. */
    public static List<String> lines(String app, Failure failure) {
        return lines(app, failure, failure.next());
    }

    private static List<String> lines(String subject, Failure failure, String next) {
        var lines = new ArrayList<String>();
        lines.add(subject + ": " + failure.what());
        if (!failure.stands().isEmpty()) {
            lines.add("  " + failure.stands());
        }
        if (!next.isEmpty()) {
            lines.add("  " + next);
        }
        return lines;
    }
}

package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Outcome;
import dev.slipway.model.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A command that has apps looked at, and waits for the end. */
abstract class RequestCommand extends Command {
    @Override
    final Access access() {
        return Access.ACT;
    }

    /** Submits all at once, then tells how each ended, in their order. */
    final ExitCode await(Session session, List<Request> requests) throws DeployException, InterruptedException {
        var underWay = new ArrayList<CompletableFuture<Outcome>>();
        for (var request : requests) {
            underWay.add(session.operations().submit(request));
        }
        var text = new OutcomeText(terminal());
        var codes = new ArrayList<ExitCode>();
        for (var future : underWay) {
            var outcome = outcome(future);
            text.tell(outcome);
            codes.add(ExitCode.of(outcome));
        }
        return ExitCode.gravest(codes);
    }

    private static Outcome outcome(CompletableFuture<Outcome> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the future of a request never fails", e);
        }
    }
}

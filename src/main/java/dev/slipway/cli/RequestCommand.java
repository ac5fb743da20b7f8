package dev.slipway.cli;

import dev.slipway.deploy.DeployException;
import dev.slipway.deploy.Outcome;
import dev.slipway.model.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that has apps looked at, and waits for the end. */
abstract class RequestCommand extends Command {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    @Override
    final Access access() {
        return Access.ACT;
    }

    /** Submits all at once, tells how far they are, then how each ended, in their order. */
    final ExitCode await(Session session, List<Request> requests) throws DeployException, InterruptedException {
        var operations = session.operations();
        var phases = new PhaseTeller(
                operations.history(),
                terminal(),
                requests.stream().map(Request::app).toList());
        var underWay = new ArrayList<CompletableFuture<Outcome>>();
        for (var request : requests) {
            underWay.add(operations.submit(request));
        }
        try {
            var text = new OutcomeText(terminal());
            var codes = new ArrayList<ExitCode>();
            for (var future : underWay) {
                var outcome = outcome(future, phases);
                text.tell(outcome);
                codes.add(ExitCode.of(outcome));
            }
            return ExitCode.gravest(codes);
        } catch (InterruptedException e) {
            terminal()
                    .err("slipway: interrupted: what has touched nothing is called off, a replacement that has begun"
                            + " is finished first (again to end at once); then see slipway history");
            throw e;
        }
    }

    private static Outcome outcome(CompletableFuture<Outcome> future, PhaseTeller phases)
            throws DeployException, InterruptedException {
        while (true) {
            try {
                return future.get(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                phases.look();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the future of a request never fails", e);
            }
        }
    }
}

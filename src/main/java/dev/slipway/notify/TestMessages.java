package dev.slipway.notify;

import dev.slipway.deploy.Time;
import dev.slipway.model.News;
import dev.slipway.model.NotifySpec;
import dev.slipway.model.ReportSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends a message to some destinations because a person wants to see that it comes through. */
public final class TestMessages {
    private final Time time;
    private final Postman postman = new Postman();

    public TestMessages(Time time) {
        this.time = time;
    }

    /**
     * What came of one message.
     *
     * @param trouble why it was not taken and what to do about it, a line each; empty if it was
     */
    public record Result(boolean taken, List<String> trouble) {
        public Result {
            trouble = List.copyOf(trouble);
        }
    }

    /**
     * What came of asking a forge.
     *
     * @param lines what it would take, or why it would not and what to do about it
     */
    public record Asked(boolean well, List<String> lines) {
        public Asked {
            lines = List.copyOf(lines);
        }
    }

    /** Whether a forge would show the deployments of an app; nothing is set there. */
    public Asked ask(String app, ReportSpec spec) throws InterruptedException {
        try {
            return new Asked(true, List.of(new ForgeCheck().of(app, spec)));
        } catch (NotSent e) {
            return new Asked(false, List.of(e.what(), e.next()));
        }
    }

    /** One after the other, each tried once. */
    public List<Result> send(List<NotifySpec> specs) throws InterruptedException {
        var news = News.of(
                News.Kind.TEST,
                Optional.empty(),
                "Slipway: a test",
                List.of("slipway notify test sent this. News of your apps will come the same way."),
                time.now());
        var results = new ArrayList<Result>();
        for (var spec : specs) {
            try {
                postman.send(spec.to(), 0, news);
                results.add(new Result(true, List.of()));
            } catch (NotSent e) {
                results.add(new Result(false, List.of(e.what(), e.next())));
            }
        }
        return results;
    }
}

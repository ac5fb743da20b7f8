package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Knows one app, {@code web}, and one deployment, 7. */
final class FakeFacts implements Facts {
    volatile Optional<DeployException> trouble = Optional.empty();
    volatile boolean bug;
    /** Of deployment 7's log, until somebody has read them. */
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    volatile Optional<String> end = Optional.empty();
    volatile String padding = "";

    @Override
    public String status() throws DeployException {
        if (trouble.isPresent()) {
            throw trouble.get();
        }
        if (bug) {
            throw new IllegalStateException("a bug of this test");
        }
        return document("status" + padding);
    }

    @Override
    public Optional<String> app(String name) {
        return name.equals("web") ? Optional.of(document("app web")) : Optional.empty();
    }

    @Override
    public Optional<String> deployments(String app, int limit) {
        return app.equals("web") ? Optional.of(document(limit + " of web")) : Optional.empty();
    }

    @Override
    public Optional<String> deployment(long id) {
        return id == 7 ? Optional.of(document("deployment 7")) : Optional.empty();
    }

    @Override
    public String host() {
        return document("host");
    }

    @Override
    public Optional<String> log(long id) {
        return id == 7 ? Optional.of("12:00:00 \u00fc of 7\n") : Optional.empty();
    }

    private static String document(String is) {
        return "{\"is\":\"" + is + "\"}";
    }

    @Override
    public Optional<LogLines> lines(long id) {
        return id == 7 ? Optional.of(new FakeLog(lines, () -> end)) : Optional.empty();
    }

    /** Those there are already of a log that may grow. */
    record FakeLog(BlockingQueue<String> lines, Supplier<Optional<String>> ended) implements LogLines {
        @Override
        public void newLines(Line each) throws IOException {
            for (var line = lines.poll(); line != null; line = lines.poll()) {
                each.take(line);
            }
        }

        @Override
        public void rest(Line each) throws IOException {
            newLines(each);
        }

        @Override
        public Optional<String> end() {
            return ended.get();
        }

        @Override
        public void close() {
            lines.clear();
        }
    }
}

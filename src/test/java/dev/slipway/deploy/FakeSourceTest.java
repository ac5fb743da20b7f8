package dev.slipway.deploy;

import dev.slipway.model.Commit;
import dev.slipway.model.SignatureSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Holds the remote that the engine's tests use to what a real one does. */
class FakeSourceTest extends SourceContract {
    private final FakeSource source = new FakeSource(new Effects());

    @Override
    protected Source source() {
        return source;
    }

    @Override
    protected Remote remote() {
        return new InMemory(source);
    }

    private record InMemory(FakeSource source) implements Remote {
        @Override
        public String url() {
            return "https://git.example/web.git";
        }

        @Override
        public Commit push(String message, Map<String, String> files) {
            return pushTo("main", message, files);
        }

        @Override
        public Commit forcePush(String message, Map<String, String> files) {
            return pushTo("main", message, files);
        }

        @Override
        public Commit pushTo(String branch, String message, Map<String, String> files) {
            var commit = new Commit("%040x".formatted(message.hashCode() & 0xffff_ffffL));
            source.put(branch, commit, message, files);
            return commit;
        }

        @Override
        public void deleteMain() {
            source.delete("main");
        }

        @Override
        public void tag(String name, Commit commit, boolean annotated) {
            source.tag(name, commit);
        }

        @Override
        public Commit pushSigned(String message, Map<String, String> files) {
            var commit = push(message, files);
            source.sign(commit.sha());
            return commit;
        }

        @Override
        public void signedTag(String name, Commit commit) {
            source.tag(name, commit);
            source.sign(name);
        }

        @Override
        public SignatureSpec signers() {
            return new SignatureSpec(Optional.empty(), Optional.of(Path.of("/nowhere/allowed_signers")));
        }

        @Override
        public void deleteTag(String name) {
            source.deleteTag(name);
        }
    }
}

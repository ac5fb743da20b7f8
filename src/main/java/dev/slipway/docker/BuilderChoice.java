package dev.slipway.docker;

import dev.slipway.docker.Dockerfile.Instruction;
import dev.slipway.model.BuildSpec;
import java.util.Optional;

/**
 * Which of the engine's two builders builds, and why.
 *
 * @param buildKit otherwise the classic one
 * @param reason for the log
 */
record BuilderChoice(boolean buildKit, String reason) {
    /** The ping header Builder-Version of an engine that recommends BuildKit. */
    private static final String BUILDKIT = "2";

    /**
     * Chooses.
     *
     * @param recommended what the engine's ping says; empty for an engine that says nothing, which means the classic one
     * @param available whether the engine has BuildKit at all
     */
    static BuilderChoice of(
            BuildSpec.Builder configured, Dockerfile dockerfile, String recommended, boolean available) {
        return switch (configured) {
            case CLASSIC -> new BuilderChoice(false, "as configured");
            case BUILDKIT -> new BuilderChoice(true, "as configured");
            case AUTO -> automatic(need(dockerfile), recommended, available);
        };
    }

    String name() {
        return buildKit ? "BuildKit" : "the classic builder";
    }

    private static BuilderChoice automatic(Optional<String> need, String recommended, boolean available) {
        if (!available) {
            return new BuilderChoice(false, "this engine has no other");
        }
        if (need.isPresent()) {
            return new BuilderChoice(true, "the Dockerfile needs it: " + need.get());
        }
        return new BuilderChoice(recommended.equals(BUILDKIT), "the engine recommends it");
    }

    /** What in the Dockerfile the classic builder cannot do. */
    private static Optional<String> need(Dockerfile dockerfile) {
        return dockerfile
                .syntax()
                .map(syntax -> "# syntax=" + syntax)
                .or(() -> dockerfile.instructions().stream()
                        .flatMap(each -> need(each).map(what -> what + " in line " + each.line()).stream())
                        .findFirst());
    }

    private static Optional<String> need(Instruction instruction) {
        if (instruction.heredoc()) {
            return Optional.of("a heredoc");
        }
        return switch (instruction.keyword()) {
            case "RUN" -> anyFlag(instruction, "mount", "network", "security");
            case "COPY" -> anyFlag(instruction, "link", "chmod", "parents", "exclude");
            case "ADD" -> anyFlag(instruction, "link", "chmod", "checksum", "keep-git-dir", "exclude");
            default -> Optional.empty();
        };
    }

    private static Optional<String> anyFlag(Instruction instruction, String... names) {
        for (var name : names) {
            if (!instruction.flag(name).isEmpty()) {
                return Optional.of(instruction.keyword() + " --" + name);
            }
        }
        return Optional.empty();
    }
}

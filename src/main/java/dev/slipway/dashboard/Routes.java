package dev.slipway.dashboard;

/** What is served under which path. */
final class Routes {
    private final Readiness readiness;

    Routes(Readiness readiness) {
        this.readiness = readiness;
    }

    Answer get(String path) {
        return switch (path) {
            case "/healthz" -> Answer.health(readiness.isAlive());
            case "/readyz" -> Answer.readiness(readiness.reasons());
            default -> Answer.problem(404, "not found", "nothing is served at this path");
        };
    }
}

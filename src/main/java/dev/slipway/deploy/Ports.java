package dev.slipway.deploy;

/** Everything outside that the engine acts on, in one bundle for its constructors. */
public record Ports(
        Source source,
        Images images,
        Containers containers,
        Services services,
        SwarmLease lease,
        Projects projects,
        Gates gates,
        Probe probe,
        Reach reach,
        Room room,
        Drifts drifts,
        History history,
        Notifier notifier,
        Webhook webhook,
        Progress.Logs logs,
        Time time) {
    /** The same, but telling somebody else. */
    Ports telling(Notifier other) {
        return new Ports(
                source,
                images,
                containers,
                services,
                lease,
                projects,
                gates,
                probe,
                reach,
                room,
                drifts,
                history,
                other,
                webhook,
                logs,
                time);
    }
}

package dev.slipway.docker;

/** Where this process runs, as seen from the engine. */
sealed interface Place {
    /** With the network of the engine's host, as a process or as a container: it reaches every container as it is. */
    record OnHost() implements Place {}

    /**
     * In a container that has networks of its own.
     *
     * @param container its full id; where several share one network, of the one that owns it
     */
    record Inside(String container) implements Place {}

    /** In a container that this engine does not know. */
    record Elsewhere() implements Place {}

    /**
     * On another machine than the engine, whose containers' own addresses lead nowhere from here.
     *
     * @param host of the engine, as its address has it
     */
    record AnotherMachine(String host) implements Place {}
}

package dev.slipway.model;

/** What runs an app. */
public enum Target {
    /** One Docker engine, which runs one container of it. */
    ENGINE,
    /** A swarm, which runs a service of it: as many tasks as it is told to, on any of its nodes. */
    SWARM
}

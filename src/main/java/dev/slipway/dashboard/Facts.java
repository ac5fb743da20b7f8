package dev.slipway.dashboard;

import dev.slipway.deploy.DeployException;
import java.util.Optional;

/** What can be read through the API, as it is sent: JSON, and logs as text. All of it may be asked by several threads at once. */
public interface Facts {
    /** How everything stands. */
    String status() throws DeployException;

    /** How one app stands; empty if the configuration has none of that name. */
    Optional<String> app(String name) throws DeployException;

    /** The app's newest deployments, at most so many; empty if the configuration has no such app. */
    Optional<String> deployments(String app, int limit) throws DeployException;

    /** One deployment with its phases; empty if there is none with that id. */
    Optional<String> deployment(long id) throws DeployException;

    /** What is to be known of the machine. */
    String host();

    /** A deployment's log so far; empty if there is none. */
    Optional<String> log(long id) throws DeployException;

    /** The same, to be followed while it grows. */
    Optional<LogLines> lines(long id) throws DeployException;
}

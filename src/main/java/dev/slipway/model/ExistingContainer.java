package dev.slipway.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a container that exists was set up, whoever made it.
 *
 * @param image the name that it was made from
 * @param source the repository that the image says it was built from
 * @param run only what differs from its image and from the engine's defaults; {@code environment} may hold secrets
 * @param notes what {@code run} cannot say of it, and what to do about each; they hold no secret
 */
public record ExistingContainer(String name, String image, Optional<String> source, RunSpec run, List<String> notes) {
    public ExistingContainer {
        Objects.requireNonNull(name);
        Objects.requireNonNull(image);
        Objects.requireNonNull(source);
        Objects.requireNonNull(run);
        notes = List.copyOf(notes);
    }
}

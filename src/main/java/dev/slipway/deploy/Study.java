package dev.slipway.deploy;

import java.util.Optional;

/**
 * What a commit says of itself that bears on whether it is deployed.
 *
 * @param marker words in its message that ask not to deploy it
 * @param untouched whether nothing under {@code git.paths} differs from the commit that runs
 * @param unknown why the two could not be compared; empty if they could, or nobody asked
 */
record Study(Optional<String> marker, boolean untouched, Optional<String> unknown) {
    /** Of a commit that nothing is asked of. */
    static final Study NONE = new Study(Optional.empty(), false, Optional.empty());
}

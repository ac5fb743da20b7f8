package dev.slipway.model;

/**
 * What a commit only names, because it is kept elsewhere, and what is brought with it all the same.
 *
 * @param submodules the commits of other repositories that stand in its folders
 * @param lfs the large files in whose place it has pointers of Git LFS
 */
public record Inclusions(boolean submodules, boolean lfs) {
    /** The repository's own files alone. */
    public static final Inclusions NONE = new Inclusions(false, false);
}

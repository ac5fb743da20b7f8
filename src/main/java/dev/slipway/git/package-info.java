/** Says what a branch has, and reads a commit's tree as a build context; the only place that knows JGit. */
package dev.slipway.git;

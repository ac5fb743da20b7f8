/**
 * Arguments, output and exit codes: the commands of {@code slipway}, and the control socket over which a running agent
 * carries them out.
 */
package dev.slipway.cli;

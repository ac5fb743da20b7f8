/**
 * Decides on and carries out one deployment; owns the ports through which every side effect goes. Uses {@code model} and
 * {@code java.*} alone.
 */
package dev.slipway.deploy;

/**
 * Builds images, replaces containers and says what runs, through docker-java. The one place that knows the Docker Engine's API;
 * it holds no state of its own, since the engine is the truth.
 */
package dev.slipway.docker;

/** Answers "is it well?": puts one question to one container. */
package dev.slipway.health;

/** Answers "is it well?": puts one question to one container, once, and says in a few words what came of it. */
package dev.slipway.health;

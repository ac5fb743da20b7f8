/** The journal of deployments (SQLite) and the log of each: what was intended, what came of it, and what was said. */
package dev.slipway.history;

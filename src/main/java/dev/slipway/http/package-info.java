/** What the listeners share, so that each costs a stranger's malice as little: the server, its limits, and the counting of both. */
package dev.slipway.http;

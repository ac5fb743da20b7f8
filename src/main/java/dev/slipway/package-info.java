/** Builds the object graph, starts and stops it: the only place that constructs and connects. */
package dev.slipway;

/** Quartz: turns time into a {@code Request}, nothing else. */
package dev.slipway.schedule;

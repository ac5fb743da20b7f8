/** Quartz: turns time into a {@code Request}, nothing else. When an app may be deployed is the planner's to know. */
package dev.slipway.schedule;

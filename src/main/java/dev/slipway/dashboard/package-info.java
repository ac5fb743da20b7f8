/** The listener for people and monitors of this host: whether Slipway lives, and how things stand. Never the webhook's port. */
package dev.slipway.dashboard;

/** Speaks SSH to other machines: whose key is believed, with which key we say who we are, and commands that are run there. */
package dev.slipway.ssh;

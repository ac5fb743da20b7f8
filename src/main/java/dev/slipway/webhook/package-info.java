/**
 * The exposed listener: signature, forge dialects, diagnosis. It turns a delivery into a {@link dev.slipway.model.Request}, and
 * believes nothing of it but which repository and ref it names: the commit is asked of the remote.
 */
package dev.slipway.webhook;

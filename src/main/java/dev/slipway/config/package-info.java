/**
 * Reads, explains and refuses configuration.
 *
 * <p>{@code slipway.yaml} becomes a tree with positions ({@code Yaml}), which one table of shapes ({@code Shape},
 * {@code Field}) turns into the model. The same table is written out as JSON Schema and as documentation, so that none of
 * the three can know a key that the others do not.
 */
package dev.slipway.config;

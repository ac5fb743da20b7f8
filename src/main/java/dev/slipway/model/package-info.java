/** The words of the domain: records and enums, immutable, without any I/O; uses {@code java.*} alone. */
package dev.slipway.model;

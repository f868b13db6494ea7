/** The words of the gateway as types: channels, samples, batches, devices, profiles, events. */
@org.jspecify.annotations.NullMarked
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.weir.api.model;

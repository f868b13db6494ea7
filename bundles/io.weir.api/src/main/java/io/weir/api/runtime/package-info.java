/** Services of the running gateway: clock, registry, live values, commands, status. */
@org.jspecify.annotations.NullMarked
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.weir.api.runtime;

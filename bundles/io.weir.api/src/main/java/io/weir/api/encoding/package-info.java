/** The native encoding of batches, one for disk and wire; values in registers of devices. */
@org.jspecify.annotations.NullMarked
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.weir.api.encoding;

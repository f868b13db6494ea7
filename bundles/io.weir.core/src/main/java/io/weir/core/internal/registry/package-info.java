/** Devices from documents. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.registry;

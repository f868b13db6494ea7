/** Writes to devices. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.command;

/** The way of samples from the bus to the journal. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.pipeline;

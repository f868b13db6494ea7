/** Time of the gateway. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.clock;

/** When devices could be reached. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.presence;

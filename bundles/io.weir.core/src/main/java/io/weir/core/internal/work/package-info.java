/** Background work. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.work;

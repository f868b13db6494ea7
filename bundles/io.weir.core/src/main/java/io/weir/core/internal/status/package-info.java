/** What every part says of itself. */
@org.jspecify.annotations.NullMarked
package io.weir.core.internal.status;

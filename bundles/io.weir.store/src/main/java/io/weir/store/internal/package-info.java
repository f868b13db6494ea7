/** Journal and history. */
@NullMarked
package io.weir.store.internal;

import org.jspecify.annotations.NullMarked;

/** Local reactions. */
@NullMarked
package io.weir.rules.internal;

import org.jspecify.annotations.NullMarked;

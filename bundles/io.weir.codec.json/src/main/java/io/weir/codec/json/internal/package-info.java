/** Columnar JSON. */
@NullMarked
package io.weir.codec.json.internal;

import org.jspecify.annotations.NullMarked;

/** JSON with an object for each sample. */
@NullMarked
package io.weir.codec.json.internal.samples;

import org.jspecify.annotations.NullMarked;

/** The demo plant's physics and register maps, free of any protocol library. */
@NullMarked
package io.weir.plant.model;

import org.jspecify.annotations.NullMarked;

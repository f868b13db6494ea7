/** OSGi tests and the architecture test; never ships. */
@NullMarked
package io.weir.itest.internal;

import org.jspecify.annotations.NullMarked;

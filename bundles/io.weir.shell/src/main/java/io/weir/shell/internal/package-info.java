/** Gogo commands. */
@NullMarked
package io.weir.shell.internal;

import org.jspecify.annotations.NullMarked;

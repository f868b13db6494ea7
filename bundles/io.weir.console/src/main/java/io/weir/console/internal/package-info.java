/** The web page. */
@NullMarked
package io.weir.console.internal;

import org.jspecify.annotations.NullMarked;

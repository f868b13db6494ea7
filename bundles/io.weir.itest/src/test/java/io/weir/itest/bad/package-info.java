/** What the architecture test must find fault with. */
@NullMarked
package io.weir.itest.bad;

import org.jspecify.annotations.NullMarked;

/** HTTP server and JSON API. */
@NullMarked
package io.weir.web.internal;

import org.jspecify.annotations.NullMarked;

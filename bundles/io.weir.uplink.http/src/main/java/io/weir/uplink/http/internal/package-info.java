/** The HTTP transport. */
@NullMarked
package io.weir.uplink.http.internal;

import org.jspecify.annotations.NullMarked;

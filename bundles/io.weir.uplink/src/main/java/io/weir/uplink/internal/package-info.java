/** The pump from the journal to a transport. */
@NullMarked
package io.weir.uplink.internal;

import org.jspecify.annotations.NullMarked;

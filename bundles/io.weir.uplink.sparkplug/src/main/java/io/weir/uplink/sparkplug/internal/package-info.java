/** The gateway as a Sparkplug B 3.0 edge node. */
@NullMarked
package io.weir.uplink.sparkplug.internal;

import org.jspecify.annotations.NullMarked;

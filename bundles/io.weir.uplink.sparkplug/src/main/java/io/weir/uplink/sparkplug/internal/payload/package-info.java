/** The payload of Sparkplug B: what its protobuf schema says, to bytes and back. */
@NullMarked
package io.weir.uplink.sparkplug.internal.payload;

import org.jspecify.annotations.NullMarked;

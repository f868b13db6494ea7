/** Embedded MQTT broker. */
@NullMarked
package io.weir.broker.internal;

import org.jspecify.annotations.NullMarked;

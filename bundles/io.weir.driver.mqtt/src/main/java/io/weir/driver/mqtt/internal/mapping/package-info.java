/** Devices that publish to a broker: topics and payloads to channels. */
@NullMarked
package io.weir.driver.mqtt.internal.mapping;

import org.jspecify.annotations.NullMarked;

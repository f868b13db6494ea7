/** Zigbee devices behind zigbee2mqtt. */
@NullMarked
package io.weir.driver.mqtt.internal.zigbee;

import org.jspecify.annotations.NullMarked;

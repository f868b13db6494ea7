@NullMarked
package io.weir.driver.mqtt.internal.zigbee;

import org.jspecify.annotations.NullMarked;

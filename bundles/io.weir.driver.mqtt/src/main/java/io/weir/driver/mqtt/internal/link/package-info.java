/** One connection to an MQTT broker, on Eclipse Paho, for drivers whose devices publish to it. */
@NullMarked
package io.weir.driver.mqtt.internal.link;

import org.jspecify.annotations.NullMarked;

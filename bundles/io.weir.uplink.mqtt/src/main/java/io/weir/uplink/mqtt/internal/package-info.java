/** MQTT transport on Eclipse Paho. */
@NullMarked
package io.weir.uplink.mqtt.internal;

import org.jspecify.annotations.NullMarked;

/** The MQTT broker inside the gateway, as drivers join it. */
@org.jspecify.annotations.NullMarked
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.weir.api.mqtt;

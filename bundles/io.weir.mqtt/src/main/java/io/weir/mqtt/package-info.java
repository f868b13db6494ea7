/**
 * A connection to an MQTT broker, of either version, with what the client libraries get wrong kept
 * inside. A library: uplinks and drivers that speak MQTT may know it, and nothing else of ours
 * does.
 */
@NullMarked
@Export
@Version("1.0.0")
package io.weir.mqtt;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;

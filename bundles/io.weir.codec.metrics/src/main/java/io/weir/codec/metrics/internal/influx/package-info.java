/** InfluxDB line protocol. */
@NullMarked
package io.weir.codec.metrics.internal.influx;

import org.jspecify.annotations.NullMarked;

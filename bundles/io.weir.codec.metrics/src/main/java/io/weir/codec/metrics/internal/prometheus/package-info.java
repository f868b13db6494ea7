/** Prometheus remote write. */
@NullMarked
package io.weir.codec.metrics.internal.prometheus;

import org.jspecify.annotations.NullMarked;

@org.jspecify.annotations.NullMarked
package io.weir.codec.metrics.internal.prometheus;

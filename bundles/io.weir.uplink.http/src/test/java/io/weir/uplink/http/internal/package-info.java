@org.jspecify.annotations.NullMarked
package io.weir.uplink.http.internal;

/** The weir.batch.v1 protobuf encoding. */
@NullMarked
package io.weir.codec.weir.internal;

import org.jspecify.annotations.NullMarked;

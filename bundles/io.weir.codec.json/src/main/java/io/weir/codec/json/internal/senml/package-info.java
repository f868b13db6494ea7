/** SenML, RFC 8428, in JSON and in CBOR. */
@NullMarked
package io.weir.codec.json.internal.senml;

import org.jspecify.annotations.NullMarked;

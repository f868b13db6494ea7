@org.jspecify.annotations.NullMarked
package io.weir.codec.json.internal.senml;

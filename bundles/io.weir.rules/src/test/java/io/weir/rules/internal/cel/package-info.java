/** Tests of the expression language. */
@org.jspecify.annotations.NullMarked
package io.weir.rules.internal.cel;
